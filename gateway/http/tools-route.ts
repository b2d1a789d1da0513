// Tool calls over HTTP. Tools with side effects are not offered unless the configuration names them.
import { isJsonObject, type JsonObject } from '#contract/types/json-object.ts';
import { isUnavailableTool, toToolOutput } from '../openclaw/tool-result.ts';
import { readJsonObject } from './request-body.ts';
import { defineRoute, sendJson, type Exchange } from './route.ts';

const MAX_BODY_BYTES = 2 * 1024 * 1024;

/** Calls a tool with the arguments of the body. */
export const TOOLS_ROUTE = defineRoute({
  paths: ['/tools/invoke'],
  verbs: ['POST'],
  scope: 'operator.write',
  refuse: (exchange, { message }, status) =>
    refuse(exchange, status, status === 503 ? 'unavailable' : 'invalid_request', message),
  handle: async (exchange) => invoke(exchange, await readJsonObject(exchange.request, MAX_BODY_BYTES)),
});

async function invoke(exchange: Exchange, body: JsonObject): Promise<void> {
  const { core, caller, response } = exchange;
  const { tool, args = {}, sessionKey, agentId, action } = body;
  if (typeof tool !== 'string' || tool === '' || tool.length > 200)
    return refuse(exchange, 400, 'invalid_request', 'tool required');
  if (!isJsonObject(args)) return refuse(exchange, 400, 'invalid_request', 'args must be an object');
  if (!isText(sessionKey) || !isText(agentId) || !isText(action))
    return refuse(exchange, 400, 'invalid_request', 'sessionKey, agentId, and action must be strings');
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  try {
    if (!(await isOffered(exchange, tool, agentId))) return notFound(exchange, tool);
    const call = { tool, input: args, sessionKey, agentId, by: caller.principal };
    const outcome = await core.services.engine.tools.invoke(call, gone.signal);
    if (outcome.type === 'ended') return refuse(exchange, 500, 'ended', outcome.message);
    if (outcome.type === 'approval') {
      const message = `Waiting for approval ${outcome.approvalId}. The result will appear in ${outcome.sessionKey}.`;
      return refuse(exchange, 403, 'approval_required', message);
    }
    if (outcome.details['denied'] === true) return refuse(exchange, 403, 'forbidden', outcome.text);
    if (outcome.isError) return refuse(exchange, 400, 'tool_error', outcome.text);
    sendJson(exchange, 200, { ok: true, result: toToolOutput(outcome) });
  } catch (error) {
    if (!isUnavailableTool(error)) throw error;
    notFound(exchange, tool);
  }
}

/** Tools that only read, and those that the configuration names. */
async function isOffered({ core }: Exchange, name: string, agentId: string | undefined): Promise<boolean> {
  const { engine, config } = core.services;
  const settings = config.settings();
  const tools = await engine.tools.list(agentId ?? settings.defaultAgentId);
  const known = tools.find((tool) => tool.name === name);
  return known !== undefined && (known.effect === 'read' || settings.http.tools.allow.includes(name));
}

function isText(value: unknown): value is string | undefined {
  return value === undefined || (typeof value === 'string' && value.length <= 512);
}

/** Unknown and forbidden tools look the same. */
function notFound(exchange: Exchange, tool: string): void {
  refuse(exchange, 404, 'not_found', `Tool not available: ${tool}`);
}

function refuse(exchange: Exchange, status: number, type: string, message: string): void {
  sendJson(exchange, status, { ok: false, error: { type, message } });
}
