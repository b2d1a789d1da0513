// The routes of Discord's API that a bot calls.
import type { ApiRequest, Routes } from './rest-side.ts';
import { ApiError, type MessageObject, type PendingInteraction } from './discord-model.ts';
import type { DiscordState } from './discord-state.ts';
import { nextSnowflake } from './snowflakes.ts';
import { MAX_FILE_BYTES, validateCommands, validateMessage, validateModal } from './validate-body.ts';

type Body = ApiRequest['body'];

/** The routes. */
export function botRoutes(state: DiscordState, gatewayUrl: string): Routes {
  return {
    'GET /gateway/bot': () => ({
      url: gatewayUrl,
      shards: 1,
      session_start_limit: { total: 1000, remaining: 999, reset_after: 0, max_concurrency: 1 },
    }),
    'GET /users/@me': () => state.bot,
    'GET /channels/:channel': (_request, [id = '']) => state.findChannel(id),
    'POST /channels/:channel/typing': (_request, [id = '']) => void state.typing.push(state.findChannel(id).id),
    'PUT /applications/:application/commands': ({ body }, [id]) => {
      if (id !== state.applicationId) throw new ApiError(403, 20_012, 'You are not authorized');
      validateCommands(body);
      // A list is sent.
      state.commands = body as unknown as DiscordState['commands'];
      return body;
    },
    ...messageRoutes(state),
    ...interactionRoutes(state),
  };
}

function messageRoutes(state: DiscordState): Routes {
  const own = (id: string): MessageObject => {
    const message = state.find(id);
    if (message.author.id !== state.bot.id)
      throw new ApiError(403, 50_005, 'Cannot edit a message authored by another user');
    return message;
  };
  return {
    'POST /channels/:channel/messages': (request, [channel = '']) => createMessage(state, channel, request),
    'GET /channels/:channel/messages': ({ query }, [channel = '']) => listMessages(state, channel, query),
    'GET /channels/:channel/messages/:message': (_request, [, id = '']) => state.find(id),
    'PATCH /channels/:channel/messages/:message': ({ body, files }, [, id = '']) => {
      const message = own(id);
      validateMessage({ content: message.content, ...body }, files.length + message.attachments.length);
      return change(state, message, body);
    },
    'DELETE /channels/:channel/messages/:message': (_request, [channel = '', id = '']) => {
      const isForeign = state.find(id).author.id !== state.bot.id;
      if (isForeign && state.findChannel(channel).type === 1)
        throw new ApiError(403, 50_003, 'Cannot execute action on a DM channel');
      state.messages.delete(id);
    },
    'PUT /channels/:channel/messages/:message/reactions/:emoji/@me': (_request, [, id = '', emoji = '']) => {
      if (/^[a-z]+$/.test(emoji)) throw new ApiError(400, 10_014, 'Unknown Emoji');
      state.reactions.push(`+${emoji} ${state.find(id).id}`);
    },
    'DELETE /channels/:channel/messages/:message/reactions/:emoji/@me': (_request, [, id = '', emoji = '']) =>
      void state.reactions.push(`-${emoji} ${state.find(id).id}`),
    'PUT /channels/:channel/messages/pins/:message': (_request, [, id = '']) => void state.pins.push(state.find(id).id),
    'PUT /channels/:channel/pins/:message': (_request, [, id = '']) => void state.pins.push(state.find(id).id),
    'DELETE /channels/:channel/messages/pins/:message': (_request, [, id = '']) => unpin(state, id),
    'DELETE /channels/:channel/pins/:message': (_request, [, id = '']) => unpin(state, id),
    'POST /channels/:channel/messages/:message/threads': ({ body }, [channel = '', id = '']) => {
      if (state.findChannel(channel).type !== 0)
        throw new ApiError(400, 50_024, 'Cannot execute action on this channel type');
      if (state.channels.has(id))
        throw new ApiError(400, 160_004, 'A thread has already been created for this message');
      const thread = {
        ...state.findChannel(channel),
        id: state.find(id).id,
        type: 11,
        name: String(body['name']),
        parent_id: channel,
      };
      state.channels.set(thread.id, thread);
      state.dispatch('THREAD_CREATE', thread);
      return thread;
    },
  };
}

function unpin(state: DiscordState, id: string): void {
  const at = state.pins.indexOf(id);
  if (at >= 0) state.pins.splice(at, 1);
}

/** Messages after an ID, newest first, as Discord lists them. */
function listMessages(state: DiscordState, channel: string, query: URLSearchParams): readonly MessageObject[] {
  state.findChannel(channel);
  const after = BigInt(query.get('after') ?? 0);
  const limit = Number(query.get('limit') ?? 50);
  if (limit < 1 || limit > 100) throw new ApiError(400, 50_035, 'Invalid Form Body');
  return [...state.messages.values()]
    .filter(({ channel_id: place, id }) => place === channel && BigInt(id) > after)
    .slice(0, limit)
    .toReversed()
    .map(({ guild_id: _onlyInEvents, ...message }) => message);
}

function createMessage(state: DiscordState, channelId: string, { body, files }: ApiRequest): MessageObject {
  state.findChannel(channelId);
  validateMessage(body, files.length);
  if (files.some(({ bytes }) => bytes.length > MAX_FILE_BYTES))
    throw new ApiError(413, 40_005, 'Request entity too large');
  const { nonce, message_reference: reference } = body;
  const same = [...state.messages.values()].find(
    (message) => nonce !== undefined && message.nonce === nonce && message.channel_id === channelId,
  );
  if (body['enforce_nonce'] === true && same !== undefined) return same;
  // The body has been checked.
  const { message_id: target = '', fail_if_not_exists: fails = true } = (reference ?? {}) as Record<
    string,
    string | boolean
  >;
  if (reference !== undefined && fails === true && !state.messages.has(String(target)))
    throw new ApiError(400, 50_035, 'Invalid Form Body');
  const message = state.add(channelId, state.bot, {
    ...(body as Partial<MessageObject>),
    attachments: files.map((file) => state.store(channelId, file)),
  });
  state.dispatch('MESSAGE_CREATE', message);
  return message;
}

function change(state: DiscordState, message: MessageObject, body: Body): MessageObject {
  const changed = { ...message, ...body, id: message.id, edited_timestamp: new Date().toISOString() };
  state.messages.set(message.id, changed);
  state.dispatch('MESSAGE_UPDATE', changed);
  return changed;
}

function interactionRoutes(state: DiscordState): Routes {
  const byToken = (token: string): PendingInteraction => {
    const found = [...state.interactions.values()].find((one) => one.token === token && one.answered !== undefined);
    if (found === undefined) throw new ApiError(404, 10_015, 'Unknown Webhook');
    return found;
  };
  const response = (token: string): MessageObject => state.find(byToken(token).responseId ?? '');
  return {
    'POST /interactions/:id/:token/callback': ({ body, query }, [id = '', token = '']) => {
      const interaction = state.interactions.get(id);
      if (interaction === undefined || interaction.token !== token)
        throw new ApiError(404, 10_062, 'Unknown interaction');
      if (interaction.answered !== undefined)
        throw new ApiError(400, 40_060, 'Interaction has already been acknowledged.');
      return acknowledge(state, interaction, body, query.get('with_response') === 'true');
    },
    'GET /webhooks/:application/:token/messages/@original': (_request, [, token = '']) => response(token),
    'PATCH /webhooks/:application/:token/messages/@original': ({ body, files }, [, token = '']) => {
      const message = response(token);
      validateMessage(body, files.length);
      const attachments = files.map((file) => state.store(message.channel_id, file));
      return change(state, message, { ...body, flags: 0, attachments });
    },
    'DELETE /webhooks/:application/:token/messages/@original': (_request, [, token = '']) =>
      void state.messages.delete(response(token).id),
    'POST /webhooks/:application/:token': ({ body }, [, token = '']) => {
      const interaction = byToken(token);
      validateMessage(body, 0);
      if (body['flags'] !== 64) throw new Error('Only whispers are expected.');
      interaction.whispers.push(String(body['content']));
      return { id: nextSnowflake() };
    },
  };
}

function acknowledge(state: DiscordState, interaction: PendingInteraction, body: Body, withResponse: boolean): unknown {
  const type = Number(body['type']);
  const isMessage = type === 4 || type === 5;
  if ((interaction.type === 2) !== isMessage && type !== 9) throw new ApiError(400, 50_035, 'Invalid Form Body');
  if (type === 9) {
    // The body has been checked.
    const modal = body['data'] as Body;
    validateModal(modal);
    interaction.modal = modal;
  }
  interaction.answered = type;
  if (!isMessage) return withResponse ? { interaction: { id: interaction.id, type: interaction.type } } : undefined;
  const message = state.add(interaction.channelId, state.bot, { type: 20, flags: 128 });
  interaction.responseId = message.id;
  return withResponse ? { interaction: { id: interaction.id }, resource: { type, message } } : undefined;
}
