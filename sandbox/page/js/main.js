// Puts the page together and starts it.

import { createComposer } from "./composer.js";
import { createContextMenus } from "./context-menus.js";
import { h, icon, iconButton } from "./dom.js";
import { followInteractions } from "./interactions.js";
import { openLive } from "./live.js";
import { createMemberList } from "./member-list.js";
import { createMessageList } from "./message-list.js";
import { showModal } from "./modal.js";
import { hashOf, wantedPlace } from "./route.js";
import { loadOlder, loadWorld, openPlace, reload, takeEvent } from "./session.js";
import { dismissRow } from "./sent-commands.js";
import { createSidebar } from "./sidebar.js";
import { DIRECT, on, openChannel, state, world } from "./store.js";
import { refreshRelativeTimes } from "./time.js";

const NARROW = matchMedia("(max-width: 760px)");
const NOTICE_MS = 4000;
const OF_INTERACTIONS = new Set(["modal_open", "interaction_done", "interaction_failed"]);

const app = /** @type {HTMLElement} */ (document.getElementById("app"));
const toast = h("div", { class: "toast", role: "status", hidden: true });
const interactions = followInteractions();

/** Says something for a moment. @param {string} sentence */
function say(sentence) {
  toast.textContent = sentence;
  toast.hidden = false;
  setTimeout(() => (toast.hidden = toast.textContent === sentence), NOTICE_MS);
}

/** @param {() => Promise<void>} work says it where it fails */
async function attempt(work) {
  try {
    await work();
  } catch (error) {
    say(error instanceof Error ? error.message : "Something went wrong.");
  }
}

/** Becomes somebody else, in the same channel where they may see it. @param {string} user */
function become(user) {
  location.hash = hashOf(state.guildId, state.guildId === DIRECT ? "" : state.channelId, user);
}

/** @returns {HTMLElement} the strip that says what this is, and how bot and connection are */
function createBanner() {
  const status = h("span", { class: "bot-status", role: "status", "data-testid": "bot-status" });
  const connection = h("span", { class: "connection", role: "status", "data-testid": "connection" });

  const draw = () => {
    const application = state.world?.application;
    const isOnline = Boolean(application?.online);
    status.dataset.online = String(isOnline);
    status.textContent = application ? `${application.name} is ${isOnline ? "online" : "offline"}` : "";
    connection.textContent = state.connection === "reconnecting" ? "Reconnecting…" : "";
  };

  on(["world", "presence", "connection"], draw);
  return h(
    "header",
    { class: "banner" },
    h("span", { class: "banner-tag", text: "Sandbox" }),
    h(
      "span",
      { class: "banner-words" },
      h("span", { text: "This is not Discord. " }),
      h("span", { class: "banner-more", text: "Everything here stays on this machine." }),
    ),
    connection,
    status,
  );
}

/** @param {(drawer: string) => void} toggle @returns {HTMLElement} the title above the messages */
function createTitle(toggle) {
  const name = h("h1", { class: "channel-title" });
  const topic = h("span", { class: "channel-topic" });

  on(["place", "world"], () => {
    const channel = openChannel();
    const title = channel ? channel.name : world().application.bot.display_name;
    name.replaceChildren(
      h("span", { class: "channel-sign", "aria-hidden": "true", text: channel ? "#" : "@" }),
      title,
    );
    topic.textContent = channel?.topic ?? "";
    topic.title = channel?.topic ?? "";
    document.title = `${channel ? "#" : ""}${title} · Sandbox`;
  });
  const left = iconButton("menu", "Servers and channels", () => toggle("left"), {
    class: "drawer-button drawer-button-left",
    "data-testid": "open-channels",
    "aria-controls": "sidebar",
  });
  const right = iconButton("people", "Members", () => toggle("right"), {
    class: "drawer-button drawer-button-right",
    "data-testid": "open-members",
    "aria-controls": "members",
  });
  return h("header", { class: "title-bar" }, left, name, topic, right);
}

/**
 * Drawers on a narrow window; on a wide one the member list can be put away.
 * @param {string} drawer
 */
function toggleDrawer(drawer) {
  if (!NARROW.matches && drawer === "right") {
    app.classList.toggle("hides-members");
    return;
  }

  const wanted = app.dataset.drawer === drawer ? "" : drawer;
  app.dataset.drawer = wanted;

  if (wanted) {
    const panel = document.getElementById(wanted === "left" ? "sidebar" : "members");
    /** @type {HTMLElement | null | undefined} */ (
      panel?.querySelector("[aria-current=page].channel, button")
    )?.focus();
  }
}

/** Builds the page. @returns {ReturnType<typeof createComposer>} */
function build() {
  const composer = createComposer({ interactions });
  const menus = createContextMenus({
    use: composer.useCommand,
    openDirect: () => (location.hash = hashOf(DIRECT, "")),
    say,
  });
  const list = createMessageList({
    interactions,
    openMenu: menus.ofMessage,
    loadOlder: () => attempt(loadOlder),
    dismissPending: dismissRow,
  });
  const skip = h("button", {
    type: "button",
    class: "skip",
    text: "Go to the message field",
    on: { click: () => composer.focus() },
  });
  const main = h("main", { class: "main" }, createTitle(toggleDrawer), list, composer.element);
  const shade = h("div", { class: "shade", on: { click: () => (app.dataset.drawer = "") } });
  app.append(
    skip,
    createBanner(),
    h(
      "div",
      { class: "columns" },
      createSidebar({ become, say }),
      main,
      createMemberList(menus.ofMember),
      shade,
    ),
    toast,
  );
  return composer;
}

async function start() {
  const composer = build();
  on("modal", (event) => showModal(event, interactions));

  const live = openLive({
    onEvent: (event) => (OF_INTERACTIONS.has(event.type) ? interactions.take(event) : takeEvent(event)),
    onReturn: () => void attempt(reload),
  });
  let followed = "";

  const go = () =>
    attempt(async () => {
      const place = wantedPlace();

      if (place.me !== followed) {
        followed = place.me;
        live.follow(place.me);
      }

      app.dataset.drawer = "";
      await openPlace(place);

      if (
        !NARROW.matches &&
        !document.querySelector("dialog[open]") &&
        document.activeElement === document.body
      ) {
        composer.focus();
      }
    });

  addEventListener("hashchange", go);
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && app.dataset.drawer) {
      app.dataset.drawer = "";
    }
  });
  setInterval(refreshRelativeTimes, 15_000);

  try {
    await loadWorld();
  } catch (error) {
    app.replaceChildren(
      h(
        "div",
        { class: "no-start", role: "alert" },
        icon("warn"),
        h("p", { text: error instanceof Error ? error.message : "The page could not start." }),
        h("button", {
          type: "button",
          class: "button button-primary",
          text: "Try again",
          on: { click: () => location.reload() },
        }),
      ),
    );
    return;
  }

  await go();
}

void start();
