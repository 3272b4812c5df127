// The shapes of what the client API sends, for the editor's type checker; there is nothing to run here.

/** @typedef {{id: string, username: string, global_name: string | null, display_name: string, avatar_url?: string, avatar?: string | null, bot?: boolean}} User */
/** @typedef {{id: string, name: string, topic: string | null, type: number, position: number}} Channel */
/** @typedef {{user: User, nick: string | null, display_name: string, role_ids: string[], color: number, is_admin: boolean, is_owner: boolean, is_bot: boolean}} Member */
/** @typedef {{id: string, name: string, color: number}} Role */
/** @typedef {{id: string, name: string, icon_url: string | null, owner_id: string, bot_present?: boolean, channels: Channel[], members: Member[], roles: Role[]}} Guild */
/** @typedef {{notice: string, application: {id: string, name: string, bot: User, online: boolean}, users: User[], guilds: Guild[]}} World */

/** @typedef {{name: string, value: string | number}} Choice */
/** @typedef {{type: number, name: string, description: string, required?: boolean, autocomplete?: boolean, choices?: Choice[], options?: Option[], min_value?: number, max_value?: number, min_length?: number, max_length?: number, channel_types?: number[]}} Option */
/** @typedef {{id: string, type: number, name: string, description: string, options?: Option[]}} Command */
/** @typedef {{command: Command, path: string[], name: string, description: string, options: Option[]}} CommandEntry a slash command or one of its sub-commands, as it is typed */

/** @typedef {{url?: string, proxy_url?: string, width?: number, height?: number, description?: string}} Media */
/** @typedef {{title?: string, url?: string, description?: string, color?: number | null, timestamp?: string, author?: {name: string, url?: string, icon_url?: string}, footer?: {text: string, icon_url?: string}, fields?: {name: string, value: string, inline?: boolean}[], thumbnail?: Media, image?: Media}} Embed */
/** @typedef {{id: string, filename: string, size: number, url: string, content_type?: string, width?: number, height?: number, description?: string}} Attachment */
/** @typedef {Record<string, any> & {type: number, custom_id?: string, components?: Component[]}} Component */
/** @typedef {{id: string, channel_id: string, author: User, content: string, timestamp: string, edited_timestamp: string | null, embeds: Embed[], attachments: Attachment[], components?: Component[], flags?: number, type: number, mentions?: User[], mention_roles?: string[], mention_everyone?: boolean, interaction_metadata?: {id?: string, user: User, name?: string, type?: number}, ephemeral_for?: string, webhook_id?: string, referenced_message?: Message | null}} Message */

/** @typedef {{id: string, channelId: string, name: string, state: "sending" | "failed", text: string}} PendingRow a command sent and not answered yet, or never answered */
/** @typedef {{label: string, value: string, description?: string | null, mark?: Node | null, isDefault?: boolean}} Item one line of a list to choose from */

export {};
