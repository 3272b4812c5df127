// The slash commands as they are typed: each sub-command is an entry of its own ("privacy delete").

/** @typedef {import("./types.js").Command} Command */
/** @typedef {import("./types.js").CommandEntry} CommandEntry */
/** @typedef {import("./types.js").Option} Option */

const SUB_COMMAND = 1;
const SUB_GROUP = 2;
const CHAT_INPUT = 1;

/**
 * Every slash command and sub-command, in the order of the alphabet.
 * @param {Command[]} commands
 * @returns {CommandEntry[]}
 */
export function listEntries(commands) {
  return commands
    .filter((command) => (command.type ?? CHAT_INPUT) === CHAT_INPUT)
    .flatMap((command) => expand(command, [], command.description, command.options ?? []))
    .sort((a, b) => a.name.localeCompare(b.name));
}

/**
 * @param {Command} command
 * @param {string[]} path
 * @param {string} description
 * @param {Option[]} options
 * @returns {CommandEntry[]}
 */
function expand(command, path, description, options) {
  const nested = options.filter((option) => option.type === SUB_COMMAND || option.type === SUB_GROUP);

  if (nested.length) {
    return nested.flatMap((option) =>
      expand(command, [...path, option.name], option.description, option.options ?? []),
    );
  }

  return [{ command, path, name: [command.name, ...path].join(" "), description, options }];
}

/**
 * The entries that fit what is typed after the slash: those that begin with it, then those that contain it.
 * @param {CommandEntry[]} entries
 * @param {string} typed
 * @returns {CommandEntry[]}
 */
export function findEntries(entries, typed) {
  const wanted = typed.toLowerCase().replace(/\s+/g, " ").trimStart();
  const begins = entries.filter((entry) => entry.name.startsWith(wanted));
  const contains = entries.filter(
    (entry) => !entry.name.startsWith(wanted) && entry.name.includes(wanted.trim()),
  );
  return wanted.includes(" ") ? begins : [...begins, ...contains];
}

/**
 * The entry whose name has been typed in full with a space after it, and the text that follows.
 * @param {CommandEntry[]} entries
 * @param {string} text begins with a slash
 * @returns {{entry: CommandEntry, rest: string} | null}
 */
export function matchEntry(entries, text) {
  const typed = text.slice(1);
  const lower = typed.toLowerCase();
  const entry = entries
    .filter((one) => lower.startsWith(`${one.name} `))
    .sort((a, b) => b.name.length - a.name.length)[0];
  return entry ? { entry, rest: typed.slice(entry.name.length + 1) } : null;
}

/**
 * Discord's option list for an entry: the values nested in the sub-command they belong to.
 * @param {CommandEntry} entry
 * @param {any[]} values
 * @returns {any[]}
 */
export function nestOptions(entry, values) {
  return [...entry.path]
    .reverse()
    .reduce(
      (inner, name, depth) => [{ name, type: depth === 0 ? SUB_COMMAND : SUB_GROUP, options: inner }],
      values,
    );
}
