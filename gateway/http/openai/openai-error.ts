// Errors in the format of the OpenAI API.
import { GatewayError } from '#contract/wire/errors.ts';
import type { RunError } from '#contract/sessions/session-events.ts';
import { BodyProblem } from '../request-body.ts';
import { sendJson, type Exchange } from '../route.ts';

/** The `error` of an answer. */
interface OpenAiErrorBody {
  readonly message: string;
  readonly type: string;
  readonly code?: string;
  readonly param?: string;
}

/** A failure with its status. */
export class OpenAiError extends Error {
  readonly status: number;
  readonly body: OpenAiErrorBody;

  constructor(status: number, body: OpenAiErrorBody) {
    super(body.message);
    this.status = status;
    this.body = body;
  }
}

/** A request that cannot be carried out as asked. */
export function badRequest(message: string, param?: string): OpenAiError {
  return new OpenAiError(400, {
    message,
    type: 'invalid_request_error',
    ...(param === undefined ? {} : { param }),
  });
}

const STATUS_OF_RUN_ERROR: Readonly<Record<string, readonly [number, string]>> = {
  'rate-limit': [429, 'rate_limit_error'],
  quota: [429, 'insufficient_quota'],
  overloaded: [503, 'api_error'],
  'context-too-long': [400, 'invalid_request_error'],
  'bad-request': [400, 'invalid_request_error'],
  refused: [400, 'invalid_request_error'],
  timeout: [504, 'api_error'],
  aborted: [409, 'aborted'],
};

/** The failure of a run. */
export function runFailure(error: Pick<RunError, 'code' | 'message' | 'hint'>): OpenAiError {
  const [status, type] = STATUS_OF_RUN_ERROR[error.code] ?? [502, 'api_error'];
  const code = error.code === 'context-too-long' ? 'context_length_exceeded' : error.code;
  const message = error.hint === undefined ? error.message : `${error.message} ${error.hint}`;
  return new OpenAiError(status, { message, type, code });
}

/** Anything thrown as an OpenAI failure; undefined when it was not expected. */
export function asOpenAiError(error: unknown): OpenAiError | undefined {
  if (error instanceof OpenAiError) return error;
  if (error instanceof BodyProblem)
    return new OpenAiError(error.status, { message: error.message, type: 'invalid_request_error' });
  if (!(error instanceof GatewayError)) return undefined;
  const code = error.extras.details?.code;
  const details = code === undefined ? {} : { code };
  if (error.code === 'UNAVAILABLE')
    return new OpenAiError(503, { message: error.message, type: 'api_error', ...details });
  const status = error.code === 'FORBIDDEN' ? 403 : 400;
  return new OpenAiError(status, { message: error.message, type: 'invalid_request_error', ...details });
}

/** Responds with an error. Gatehouse has already retried where that helps, so clients are told not to. */
export function refuse(exchange: Exchange, { status, body }: OpenAiError): void {
  exchange.response.setHeader('x-should-retry', 'false');
  sendJson(exchange, status, { error: body });
}
