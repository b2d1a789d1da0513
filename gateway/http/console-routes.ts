// The console of a project over HTTP: its lines, errors in a text, and removing its output.
import type { Static, TSchema } from 'typebox';
import { CONSOLE_METHODS } from '#contract/methods/console.ts';
import type { GatewayError } from '#contract/wire/errors.ts';
import { clearConsole, listLines } from '../console/console-actions.ts';
import { checkParams } from '../server/dispatch/params-check.ts';
import { readJsonObject } from './request-body.ts';
import { defineRoute, HttpError, READ_VERBS, sendJson, type Exchange } from './route.ts';

const MAX_TEXT_BYTES = 2 * 1024 * 1024;

/** Lines, oldest first; the query has the parameters of `console.list`. */
export const CONSOLE_HISTORY_ROUTE = defineRoute({
  paths: ['/console/history'],
  verbs: READ_VERBS,
  scope: 'operator.read',
  refuse,
  async handle(exchange) {
    const params = await readQuery(exchange, CONSOLE_METHODS['console.list'].params);
    sendJson(exchange, 200, await listLines(exchange.core.services.engine, params));
  },
});

/** Errors in the text of the body. */
export const CONSOLE_ANALYZE_ROUTE = defineRoute({
  paths: ['/console/analyze'],
  verbs: ['POST'],
  scope: 'operator.read',
  refuse,
  async handle(exchange) {
    const schema = CONSOLE_METHODS['console.analyze'].params;
    const { text } = await check(schema, await readJsonObject(exchange.request, MAX_TEXT_BYTES));
    sendJson(exchange, 200, { errors: await exchange.core.services.engine.console.analyze(text) });
  },
});

/** Removes the output of the project that the query names. */
export const CONSOLE_CLEAR_ROUTE = defineRoute({
  paths: ['/console/clear'],
  verbs: ['DELETE'],
  scope: 'operator.admin',
  refuse,
  async handle(exchange) {
    const place = await readQuery(exchange, CONSOLE_METHODS['console.clear'].params);
    sendJson(exchange, 200, await clearConsole(exchange.core.services.engine, place, exchange.caller.principal));
  },
});

/** The query as params. Text that is no number or boolean stays text, so that the check names it. */
function readQuery<S extends TSchema>({ query }: Exchange, schema: S): Promise<Static<S>> {
  const entries = [...query].map(([name, text]) => [name, toValue(getProperty(schema, name), text)]);
  return check(schema, Object.fromEntries(entries));
}

function getProperty(schema: TSchema, name: string): unknown {
  const properties: unknown = 'properties' in schema ? schema.properties : undefined;
  return typeof properties === 'object' && properties !== null ? Reflect.get(properties, name) : undefined;
}

function toValue(property: unknown, text: string): unknown {
  const type: unknown = typeof property === 'object' && property !== null ? Reflect.get(property, 'type') : undefined;
  if (type === 'integer' && /^\d{1,15}$/.test(text)) return Number(text);
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

async function check<S extends TSchema>(schema: S, params: unknown): Promise<Static<S>> {
  const problem = await checkParams(schema, params);
  if (problem !== undefined) throw new HttpError(400, `Invalid request: ${problem}`);
  // Checked above.
  return params as Static<S>;
}

function refuse(exchange: Exchange, { message }: GatewayError, status: number): void {
  sendJson(exchange, status, { ok: false, error: { type: 'invalid_request', message } });
}
