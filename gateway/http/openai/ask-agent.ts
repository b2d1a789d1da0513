// Passes a program's conversation to an agent: in a new session with the program's history, or in an existing one.
import { createHash } from 'node:crypto';
import { formatSessionKey, parseSessionKey } from '#contract/types/ids.ts';
import type { SendRequest } from '#core/engine/runs-facet.ts';
import type { ImportedMessage } from '#core/runs/imported-messages.ts';
import { followRun, type RunReport } from '#core/runs/follow-run.ts';
import { readHeader } from '../../access/sign-in/trusted-proxy.ts';
import type { Exchange } from '../route.ts';
import { requireModelAgent } from './agent-models.ts';
import { CONTINUE, describeResult } from './history.ts';
import { badRequest, runFailure } from './openai-error.ts';
import type { ProgramRequest } from './program-request.ts';
import { StreamedText } from './streamed-text.ts';

/** Group in which sessions of programs are listed. */
const CATEGORY = 'API';

/** The run of an accepted message. */
export interface AskedRun {
  readonly done: Promise<RunReport>;
  /** Passes the text so far, and further text, to a listener, which can't take anything back. */
  follow(listener: (text: string) => void): void;
}

/** A request, and how its session is found. */
interface Asking {
  readonly request: ProgramRequest;
  /** First part of the key of a session that only this request uses. */
  readonly kind: string;
  /** The rest of the key, if the caller continues a conversation or must know the key. */
  readonly rest?: string;
  /** Whether the session must exist because the caller continues it. */
  readonly mustExist?: boolean;
}

/** Sends the conversation's last message. The run stops when the client disconnects. @throws {OpenAiError} */
export async function askAgent(exchange: Exchange, asking: Asking): Promise<AskedRun> {
  const { core, response, caller } = exchange;
  const { engine, ids, clock } = core.services;
  const conversation = findConversation(exchange, asking);
  const record = await engine.sessions.get(conversation.sessionKey);
  const exists = record !== undefined && record.deletedAt === undefined;
  if (asking.mustExist === true && !exists) throw badRequest('No response has this ID.', 'previous_response_id');
  const { before, last, after } = splitConversation(messagesFor(asking.request.messages, exists));
  const runId = ids.next();
  const model = readHeader(exchange.request, 'x-openclaw-model');
  const send: SendRequest = {
    sessionKey: conversation.sessionKey,
    text: last.text,
    images: last.images,
    runId,
    queueMode: 'followup',
    by: caller.principal,
    category: CATEGORY,
    imported: { before, after },
    options: {
      ...asking.request.options,
      ...(model === undefined ? {} : { model: await core.services.engine.providers.requireModel(model) }),
    },
  };
  const streamed = new StreamedText();
  const run = followRun(engine, send, streamed);
  let over = false;
  const stop = (): void =>
    void run
      .abort()
      .catch((error: unknown) => core.services.log.warn("Couldn't stop a run.", { error: String(error) }));
  response.once('close', () => {
    if (!over) stop();
  });
  streamed.restart.catch(stop);
  try {
    // It was archived after its last answer.
    if (conversation.archive && record?.archivedAt !== undefined)
      await engine.sessions.patch(conversation.sessionKey, { archivedAt: undefined }, caller.principal);
    const { status } = await engine.runs.send(send);
    if (response.destroyed) await run.abort();
    // A slash command during an active run starts no run.
    const done = status === 'started' ? run.done : Promise.race([run.done, soon()]);
    return {
      follow: (listener) => streamed.follow(listener),
      done: Promise.race([done, streamed.restart]).finally(() => {
        over = true;
        if (conversation.archive)
          void engine.sessions
            .patch(conversation.sessionKey, { archivedAt: clock.now() }, caller.principal)
            .catch(() => undefined);
      }),
    };
  } catch (error) {
    over = true;
    run.release();
    throw error;
  }
}

/** The report of a run that succeeded. @throws {OpenAiError} for any other. */
export function requireDone(report: RunReport): RunReport {
  if (report.status === 'done') return report;
  if (report.error !== undefined) throw runFailure(report.error);
  throw runFailure({ code: 'aborted', message: `The run ended with status ${report.status}.` });
}

async function soon(): Promise<RunReport> {
  await new Promise((resolve) => setImmediate(resolve));
  const usage = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
  return { status: 'done', stopReason: 'stop', text: '', calls: [], usage };
}

function findConversation(exchange: Exchange, { request, kind, rest }: Asking) {
  const { services } = exchange.core;
  const agentId = requireModelAgent(
    request.model,
    services.config.settings(),
    readHeader(exchange.request, 'x-openclaw-agent-id'),
  );
  const wanted =
    readHeader(exchange.request, 'x-openclaw-session-key') ?? readHeader(exchange.request, 'x-gatehouse-session-key');
  if (wanted !== undefined) {
    const sessionKey = services.engine.sessions.resolveWritableKey(wanted, agentId);
    if (
      parseSessionKey(sessionKey)?.agentId !== agentId &&
      readHeader(exchange.request, 'x-openclaw-agent-id') !== undefined
    )
      throw badRequest('The session key belongs to another agent.');
    return { sessionKey, archive: false };
  }
  if (rest !== undefined) return { sessionKey: formatSessionKey(agentId, `${kind}:${rest}`), archive: true };
  if (request.user !== undefined) {
    // The user's name is arbitrary text, so the key contains its hash.
    const hash = createHash('sha256').update(request.user).digest('hex').slice(0, 32);
    return { sessionKey: formatSessionKey(agentId, `${kind}-user:${hash}`), archive: false };
  }
  return { sessionKey: formatSessionKey(agentId, `${kind}:${services.ids.next()}`), archive: true };
}

interface Split {
  readonly before: readonly ImportedMessage[];
  readonly last: Extract<ImportedMessage, { role: 'user' }>;
  readonly after: readonly ImportedMessage[];
}

/** The last user message, and the messages before and after it. @throws {OpenAiError} */
function splitConversation(messages: readonly ImportedMessage[]): Split {
  const index = messages.findLastIndex(({ role }) => role === 'user');
  const last = messages[index];
  if (last?.role !== 'user' || (last.text.trim() === '' && last.images.length === 0))
    throw badRequest('Missing user message in `messages`.', 'messages');
  const after = messages.slice(index + 1);
  const results = new Set(after.flatMap((message) => (message.role === 'tool' ? [message.callId] : [])));
  const calls = after.flatMap((message) => (message.role === 'assistant' ? message.calls : []));
  if (after.length > 0 && after.at(-1)?.role !== 'tool')
    throw badRequest('The last message must be a user message or a tool result.', 'messages');
  // A call without a result would be executed.
  if (calls.some(({ id }) => !results.has(id)) || new Set(calls.map(({ id }) => id)).size !== results.size)
    throw badRequest('Every tool call needs exactly one result, and every result needs a call.', 'messages');
  return { before: messages.slice(0, index), last, after };
}

/** In an existing session, which has its own history, results arrive as a message because the run that requested them has ended. */
function messagesFor(messages: readonly ImportedMessage[], exists: boolean): readonly ImportedMessage[] {
  if (!exists) return messages;
  const last = messages.at(-1);
  if (last === CONTINUE) return [{ ...CONTINUE, text: `${CONTINUE.text}\n\n${messages.at(-2)?.text ?? ''}` }];
  if (last?.role !== 'tool') return messages;
  const names = new Map(
    messages.flatMap((message) =>
      message.role === 'assistant' ? message.calls.map(({ id, name }) => [id, name] as const) : [],
    ),
  );
  const latest = messages.slice(messages.findLastIndex(({ role }) => role !== 'tool') + 1);
  const results = latest.flatMap((message) =>
    message.role === 'tool' ? [describeResult(names.get(message.callId) ?? message.callId, message.text)] : [],
  );
  return [{ role: 'user', text: results.join('\n\n'), images: [] }];
}
