// Addresses: which of them may be followed, and where pictures of Discord's host are on the sandbox.

const CDN_HOSTS = new Set(["cdn.discordapp.com", "media.discordapp.net"]);

/**
 * The address if it is one of the web, else null: no other scheme becomes a link.
 * @param {string | null | undefined} url
 * @returns {string | null}
 */
export function safeHref(url) {
  if (!url) {
    return null;
  }

  try {
    const parsed = new URL(url);
    return parsed.protocol === "https:" || parsed.protocol === "http:" ? parsed.href : null;
  } catch {
    return null;
  }
}

/**
 * Where a picture or file is to be had: Discord's own host is played by the sandbox under /cdn.
 * @param {string | null | undefined} url
 * @returns {string | null} null for what cannot be loaded
 */
export function mediaUrl(url) {
  if (!url) {
    return null;
  }

  if (url.startsWith("/cdn/")) {
    return url;
  }

  const href = safeHref(url);

  if (!href) {
    return null;
  }

  const parsed = new URL(href);

  if (CDN_HOSTS.has(parsed.hostname)) {
    return `/cdn${parsed.pathname}${parsed.search}`;
  }

  const isOwn =
    parsed.port === location.port && parsed.pathname.startsWith("/cdn/") && isLoopback(parsed.hostname);
  return isOwn ? parsed.pathname + parsed.search : href;
}

/** @param {string} host */
function isLoopback(host) {
  return host === "127.0.0.1" || host === "localhost" || host === "[::1]";
}

/**
 * The picture of a person, from what the API or a message gives.
 * @param {import("./types.js").User} user
 * @returns {string}
 */
export function avatarUrl(user) {
  if (user.avatar_url) {
    return mediaUrl(user.avatar_url) ?? "";
  }

  if (user.avatar) {
    return `/cdn/avatars/${user.id}/${user.avatar}.png`;
  }

  return `/cdn/embed/avatars/${Number((BigInt(user.id) >> 22n) % 6n)}.png`;
}
