// The client API of the sandbox: one function for each request a person can make.

/** @typedef {import("./types.js").Message} Message */

/** A request that the sandbox refused or could not be reached for; its message is a sentence for people. */
export class ApiFailure extends Error {
  /** @param {string} sentence @param {number} status 0 where the sandbox did not answer at all */
  constructor(sentence, status) {
    super(sentence);
    this.status = status;
  }
}

/**
 * @param {string} method
 * @param {string} path
 * @param {{query?: Record<string, string | undefined>, json?: any, form?: FormData, signal?: AbortSignal}} [request]
 * @returns {Promise<any>}
 */
async function call(method, path, { query = {}, json, form, signal } = {}) {
  const url = new URL(path, location.origin);

  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) {
      url.searchParams.set(name, value);
    }
  }

  /** @type {RequestInit} */
  const init = { method, signal, body: form ?? (json === undefined ? undefined : JSON.stringify(json)) };

  if (json !== undefined) {
    init.headers = { "Content-Type": "application/json" };
  }

  const response = await send(url, init);
  const body = await response.json().catch(() => ({}));

  if (!response.ok) {
    throw new ApiFailure(
      body.error ?? body.message ?? `The sandbox refused this (${response.status}).`,
      response.status,
    );
  }

  return body;
}

/** @param {URL} url @param {RequestInit} init */
async function send(url, init) {
  try {
    return await fetch(url, init);
  } catch (error) {
    if (init.signal?.aborted) {
      throw error;
    }

    throw new ApiFailure("The sandbox cannot be reached. Is it still running?", 0);
  }
}

/**
 * A body as JSON or, with files, as multipart.
 * @param {any} payload
 * @param {Record<string, File[]>} [files] by the name of their part
 */
function withFiles(payload, files = {}) {
  const parts = Object.entries(files).flatMap(([name, list]) => list.map((file) => ({ name, file })));

  if (!parts.length) {
    return { json: payload };
  }

  const form = new FormData();
  form.set("payload_json", JSON.stringify(payload));
  parts.forEach(({ name, file }) => form.append(name, file, file.name));
  return { form };
}

/**
 * Servers, channels and people: all there are, or what one person sees of them.
 * @param {string} [user]
 * @returns {Promise<import("./types.js").World>}
 */
export const fetchWorld = (user) => call("GET", "/client/world", { query: { user } });

/**
 * Messages of a channel as a person sees them, oldest first.
 * @param {string} channel
 * @param {string} user
 * @param {{before?: string, limit?: number}} [range]
 * @returns {Promise<Message[]>}
 */
export const fetchMessages = (channel, user, { before, limit = 50 } = {}) =>
  call("GET", `/client/channels/${channel}/messages`, { query: { user, before, limit: String(limit) } });

/**
 * @param {string} channel
 * @param {string} user
 * @param {string} content
 * @returns {Promise<Message>}
 */
export const sendMessage = (channel, user, content) =>
  call("POST", `/client/channels/${channel}/messages`, { json: { user, content } });

/** @param {string} user @returns {Promise<{channel_id: string}>} */
export const openDirect = (user) => call("POST", "/client/dms", { json: { user } });

/**
 * @param {string} user
 * @param {string} channel
 * @returns {Promise<import("./types.js").Command[]>}
 */
export const fetchCommands = (user, channel) => call("GET", "/client/commands", { query: { user, channel } });

/**
 * @param {any} payload
 * @param {Record<string, File[]>} [files]
 * @returns {Promise<{interaction_id: string}>}
 */
export const sendCommand = (payload, files) => call("POST", "/client/command", withFiles(payload, files));

/**
 * @param {any} payload
 * @param {AbortSignal} signal
 * @returns {Promise<{choices: import("./types.js").Choice[]}>}
 */
export const fetchChoices = (payload, signal) =>
  call("POST", "/client/autocomplete", { json: payload, signal });

/** @param {any} payload @returns {Promise<{interaction_id: string}>} */
export const sendComponent = (payload) => call("POST", "/client/component", { json: payload });

/**
 * @param {any} payload
 * @param {Record<string, File[]>} [files]
 * @returns {Promise<{interaction_id: string}>}
 */
export const sendModal = (payload, files) => call("POST", "/client/modal", withFiles(payload, files));

/** @param {string} channel @param {string} message @param {string} user */
export const removeMessage = (channel, message, user) =>
  call("DELETE", `/client/messages/${channel}/${message}`, { query: { user } });

/** @param {string} guild @param {string} user @param {boolean} present */
export const setBotPresent = (guild, user, present) =>
  call("POST", `/client/guilds/${guild}/bot`, { json: { user, present } });
