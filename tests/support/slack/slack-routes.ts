// The methods of Slack's Web API that a bot calls, with their checks and errors.
import type { JsonObject } from '#contract/types/json-object.ts';
import { findBlockProblem } from './plain-blocks.ts';
import { BOT_USER, TEAM, type SlackBlock, type SlackMessage, type SlackState } from './slack-state.ts';

/** An error that Slack names. */
export class SlackFailure extends Error {}

/** What uploads and sockets need. */
export interface RouteParts {
  readonly uploads: Map<string, { readonly name: string; bytes: Uint8Array }>;
  readonly socketUrl: () => string;
  readonly origin: string;
}

type Route = (params: JsonObject) => JsonObject;

const MAX_TEXT = 40_000;
const MAX_TITLE = 24;

/** The methods. */
export function slackRoutes(
  state: SlackState,
  { uploads, socketUrl, origin }: RouteParts,
): Readonly<Record<string, Route>> {
  const requireChannel = (channel: unknown): string => {
    if (typeof channel !== 'string' || !state.channels.has(channel)) throw new SlackFailure('channel_not_found');
    return channel;
  };
  const own = ({ channel, ts }: JsonObject): SlackMessage => {
    const message = state.find(requireChannel(channel), ts);
    if (message === undefined) throw new SlackFailure('message_not_found');
    if (message.user !== BOT_USER) throw new SlackFailure('cant_update_message');
    return message;
  };
  const requireMessage = ({ channel, timestamp }: JsonObject): string => {
    if (state.find(requireChannel(channel), timestamp) === undefined) throw new SlackFailure('message_not_found');
    return String(timestamp);
  };
  return {
    'auth.test': () => ({
      url: `${origin}/`,
      team: 'Test',
      user: 'gatehouse',
      team_id: TEAM,
      user_id: BOT_USER,
      bot_id: 'B0BOT',
    }),
    'apps.connections.open': () => ({ url: socketUrl() }),
    'users.info': ({ user }) => {
      const found = state.users.get(String(user));
      if (found === undefined) throw new SlackFailure('user_not_found');
      const { id, name, locale = 'en-US' } = found;
      return { user: { id, name: name.toLowerCase(), real_name: name, locale, profile: { display_name: name } } };
    },
    'conversations.open': ({ users }) => {
      const id = `D${String(users).slice(1)}`;
      state.channels.add(id);
      return { channel: { id } };
    },
    'chat.postMessage': (params) => {
      const channel = requireChannel(params['channel']);
      const content = readContent(params);
      const thread = typeof params['thread_ts'] === 'string' ? { thread_ts: params['thread_ts'] } : {};
      const { ts } = state.add(channel, BOT_USER, { ...content, ...thread });
      return { channel, ts };
    },
    'chat.update': (params) => {
      const message = own(params);
      Object.assign(message, readContent(params));
      return { channel: message.channel, ts: message.ts };
    },
    'chat.delete': ({ channel, ts }) => {
      const message = state.find(requireChannel(channel), ts);
      if (message === undefined) throw new SlackFailure('message_not_found');
      if (message.user !== BOT_USER) throw new SlackFailure('cant_delete_message');
      message.isDeleted = true;
      return {};
    },
    'chat.postEphemeral': ({ channel, user, text }) => {
      if (!state.users.has(String(user))) throw new SlackFailure('user_not_in_channel');
      state.whispers.push({ channel: requireChannel(channel), user: String(user), text: String(text) });
      return { message_ts: '1.1' };
    },
    'reactions.add': (params) => {
      const id = `+${readName(params)} ${requireMessage(params)}`;
      if (state.reactions.includes(id)) throw new SlackFailure('already_reacted');
      state.reactions.push(id);
      return {};
    },
    'reactions.remove': (params) => {
      state.reactions.push(`-${readName(params)} ${requireMessage(params)}`);
      return {};
    },
    'pins.add': (params) => {
      const id = requireMessage(params);
      if (state.pins.includes(id)) throw new SlackFailure('already_pinned');
      state.pins.push(id);
      return {};
    },
    'pins.remove': (params) => {
      const at = state.pins.indexOf(requireMessage(params));
      if (at === -1) throw new SlackFailure('no_pin');
      state.pins.splice(at, 1);
      return {};
    },
    'views.open': ({ trigger_id: trigger, view }) => {
      if (typeof trigger !== 'string' || !trigger.startsWith('trigger.')) throw new SlackFailure('invalid_trigger_id');
      const modal = view as { readonly title?: { readonly text?: string }; readonly blocks?: readonly unknown[] };
      const title = modal.title?.text ?? '';
      if (title === '' || title.length > MAX_TITLE || (modal.blocks ?? []).length === 0)
        throw new SlackFailure('invalid_arguments');
      state.views.push(modal as Record<string, unknown>);
      return { view: modal };
    },
    'files.info': ({ file: id }) => {
      const file = state.files.get(String(id));
      if (file === undefined) throw new SlackFailure('file_not_found');
      const { bytes: _content, ...facts } = file;
      return { file: facts };
    },
    'files.getUploadURLExternal': ({ filename, length }) => {
      if (typeof filename !== 'string' || Number(length) <= 0) throw new SlackFailure('invalid_arguments');
      const id = `F0UP${uploads.size + 1}`;
      uploads.set(id, { name: filename, bytes: new Uint8Array() });
      return { upload_url: `${origin}/upload/${id}`, file_id: id };
    },
    'files.completeUploadExternal': (params) => {
      const channel = requireChannel(params['channel_id']);
      const files = (params['files'] as readonly { readonly id: string }[]).map(({ id }) => {
        const upload = uploads.get(id);
        if (upload === undefined || upload.bytes.length === 0) throw new SlackFailure('file_not_found');
        return state.store(upload.name, 'application/octet-stream', upload.bytes);
      });
      const thread = typeof params['thread_ts'] === 'string' ? { thread_ts: params['thread_ts'] } : {};
      state.add(channel, BOT_USER, { files, ...thread });
      return { files: files.map(({ id, name }) => ({ id, title: name })) };
    },
  };
}

function readContent({ text, blocks = [] }: JsonObject): Pick<SlackMessage, 'text' | 'blocks'> {
  if (typeof text !== 'string' || (text === '' && (blocks as readonly unknown[]).length === 0))
    throw new SlackFailure('no_text');
  if (text.length > MAX_TEXT) throw new SlackFailure('msg_too_long');
  const given = blocks as readonly SlackBlock[];
  const problem = findBlockProblem(given);
  if (problem !== undefined) throw new SlackFailure(problem);
  return { text, blocks: given };
}

function readName({ name }: JsonObject): string {
  if (typeof name !== 'string' || !/^[a-z0-9_+'-]+$/.test(name)) throw new SlackFailure('invalid_name');
  return name;
}
