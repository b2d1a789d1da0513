// A sent request as text: its stored parts, and the conversation rebuilt from the events up to that point.
import type { RawRequest } from '#contract/types/run-timeline.ts';
import { promptTokens } from '../budgets/estimate-request.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { ModelRequestRecord } from '../ports/model-request-store.ts';
import type { ModelMessage, ModelRequest } from '../ports/provider.ts';
import { buildMessages } from '../runs/context.ts';
import { readLog } from '../sessions/read-log.ts';

/** Longest data that is shown, characters. */
const SHOWN_DATA = 64;

/** Rebuilds a request. Images and files are described, and secrets masked. */
export async function readRawRequest(ports: EnginePorts, record: ModelRequestRecord): Promise<RawRequest> {
  const { id: requestId, runId, at, provider, model } = record;
  const { request, isWhole } = await rebuild(ports, record);
  const { system, messages, context, tools, maxOutput, thinking } = request;
  const shown = { model, maxOutput, thinking, system, tools, messages, ...(context === undefined ? {} : { context }) };
  const { value } = ports.secretGuard.redact(shown);
  const isExact = isWhole && promptTokens(request) === record.promptTokens;
  return { requestId, runId, at, provider, model, text: JSON.stringify(value, describeData, 2), isExact };
}

async function rebuild(
  ports: EnginePorts,
  record: ModelRequestRecord,
): Promise<{ readonly request: ModelRequest; readonly isWhole: boolean }> {
  const { sessionKey, parts, seq, images, pdfs, model, maxOutput, thinking } = record;
  const read = async (hash: string | undefined) =>
    hash === undefined ? undefined : ports.store.modelRequests.part(sessionKey, hash);
  const [system, tools, context, messages] = await Promise.all(
    [parts.system, parts.tools, parts.context, parts.messages].map(read),
  );
  const view = parts.messages === undefined ? (await readLog(ports, sessionKey, seq)).view : undefined;
  const isWhole = system !== undefined && tools !== undefined && (parts.context === undefined || context !== undefined);
  const request: ModelRequest = {
    model,
    maxOutput,
    // It was one when it was stored.
    thinking: thinking as ModelRequest['thinking'],
    sessionKey,
    system: parse<ModelRequest['system']>(system) ?? [],
    tools: parse<ModelRequest['tools']>(tools) ?? [],
    messages:
      view === undefined ? (parse<readonly ModelMessage[]>(messages) ?? []) : buildMessages(view, { images, pdfs }),
    ...(context === undefined ? {} : { context }),
  };
  return { request, isWhole };
}

/** Undefined if the part is missing, or was too long to be kept whole. */
function parse<T>(text: string | undefined): T | undefined {
  try {
    // The text was written by `record-request.ts`.
    return text === undefined ? undefined : (JSON.parse(text) as T);
  } catch {
    return undefined;
  }
}

function describeData(name: string, value: unknown): unknown {
  if (name !== 'data' || typeof value !== 'string' || value.length <= SHOWN_DATA) return value;
  return `(${value.length} characters of base64)`;
}
