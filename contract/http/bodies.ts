// Bodies of the HTTP API, for the OpenAPI document. Fields that aren't listed are allowed.
import { Type, type TProperties } from 'typebox';

const object = <P extends TProperties>(properties: P, description?: string) =>
  Type.Object(properties, description === undefined ? {} : { description });
const text = (description?: string) => Type.String(description === undefined ? {} : { description });
const optional = Type.Optional;
const OK = Type.Literal(true);
const Anything = Type.Unknown();
const AnyObject = Type.Record(Type.String(), Type.Unknown());

const OpenAiUsage = object({ total_tokens: Type.Integer() });
const Message = object({
  role: Type.Enum(['system', 'developer', 'user', 'assistant', 'tool', 'function']),
  content: optional(Anything),
});
const WrittenFile = object({ path: text(), size: Type.Integer(), modifiedAtMs: Type.Integer(), hash: text() });
/** Fields of both model endpoints. */
const MODEL_CALL = {
  model: text('An agent: `openclaw` or `openclaw/<agentId>`'),
  stream: optional(Type.Boolean({ description: 'Respond with server-sent events' })),
  user: optional(text('Identifies the conversation: one session per user and agent')),
  tools: optional(Type.Array(AnyObject, { description: "The caller's own tools" })),
};

/** Schemas by name, which become `#/components/schemas/<name>`. */
export const HTTP_BODIES = {
  Live: object({ ok: OK, status: Type.Literal('live') }),
  Ready: object({ ready: Type.Boolean(), failing: Type.Array(Type.String()), uptimeMs: Type.Integer() }),
  Started: object({ ok: OK, status: Type.Literal('started'), uptimeMs: Type.Integer() }),
  Error: object({ error: object({ type: text(), message: text() }) }),
  Failure: object({ ok: Type.Literal(false), error: object({ type: text(), message: text() }) }),
  HookFailure: object({ ok: Type.Literal(false), error: text() }),
  OpenAiError: object({
    error: object({
      message: text(),
      type: text(),
      param: Type.Union([Type.String(), Type.Null()]),
      code: Type.Union([Type.String(), Type.Null()]),
    }),
  }),
  FileListing: object({
    sessionKey: text(),
    root: text(),
    path: text(),
    entries: Type.Array(
      object({
        path: text(),
        name: text(),
        kind: Type.Enum(['file', 'directory']),
        size: optional(Type.Integer()),
        modifiedAtMs: Type.Integer(),
        isLink: optional(OK),
      }),
    ),
    next: optional(Type.Integer({ description: '`start` of the next part' })),
  }),
  FileWritten: object({ ok: OK, file: WrittenFile }),
  FileDeleted: object({ ok: OK, trashId: text() }),
  UploadRequest: object({
    sessionKey: text(),
    path: text('Relative to the workspace'),
    size: Type.Integer(),
    hash: optional(text('SHA-256 of the file, hex')),
    conflict: optional(Type.Enum(['fail', 'replace', 'keepBoth'])),
    expectedHash: optional(text('SHA-256 of the file to replace')),
  }),
  Upload: object({
    ok: OK,
    uploadId: text(),
    sessionKey: text(),
    path: text(),
    size: Type.Integer(),
    offset: Type.Integer({ description: 'Bytes that have arrived' }),
    file: optional(WrittenFile),
  }),
  Model: object({ id: text(), object: Type.Literal('model'), created: Type.Integer(), owned_by: text() }),
  ModelList: object({ object: Type.Literal('list'), data: Type.Array(Type.Ref('Model')) }),
  ChatRequest: object({
    ...MODEL_CALL,
    messages: Type.Array(Message),
    stream_options: optional(object({ include_usage: optional(Type.Boolean()) })),
    max_tokens: optional(Type.Integer()),
    reasoning_effort: optional(text()),
  }),
  ChatCompletion: object({
    id: text(),
    object: Type.Literal('chat.completion'),
    created: Type.Integer(),
    model: text(),
    choices: Type.Array(object({ index: Type.Integer(), message: Message, finish_reason: text() })),
    usage: OpenAiUsage,
  }),
  ResponseRequest: object({
    ...MODEL_CALL,
    input: Type.Union([Type.String(), Type.Array(AnyObject)]),
    instructions: optional(text()),
    previous_response_id: optional(text('Continues the session of an earlier response')),
    max_output_tokens: optional(Type.Integer()),
  }),
  Response: object({
    id: text(),
    object: Type.Literal('response'),
    status: text(),
    model: text(),
    output: Type.Array(AnyObject),
    usage: OpenAiUsage,
  }),
  ToolCall: object({
    tool: Type.String({ minLength: 1, maxLength: 200 }),
    args: optional(AnyObject),
    sessionKey: optional(Type.String({ maxLength: 512 })),
    agentId: optional(Type.String({ maxLength: 512 })),
  }),
  ToolResult: object({
    ok: OK,
    result: object({ content: Type.Array(object({ type: Type.Literal('text'), text: text() })), details: AnyObject }),
  }),
  WakeRequest: object({
    text: text(),
    mode: optional(Type.Enum(['now', 'next-heartbeat'])),
    agentId: optional(text()),
  }),
  Woken: object({ ok: OK, mode: Type.Enum(['now', 'next-heartbeat']), eventOutcome: optional(Anything) }),
  HookMessage: object({
    message: text(),
    name: optional(text()),
    agentId: optional(text()),
    sessionKey: optional(text('Must start with `hook:`')),
    model: optional(text()),
    thinking: optional(text()),
  }),
  HookRun: object({ ok: OK, runId: text() }),
  AnyObject,
  History: object({
    sessionKey: text(),
    items: Type.Array(AnyObject),
    messages: Type.Array(AnyObject),
    hasMore: Type.Boolean(),
    nextCursor: optional(text('`cursor` of the next page')),
  }),
  Killed: object({ ok: OK, killed: Type.Boolean(), runIds: Type.Array(Type.String()) }),
  ConsoleLines: object({
    project: text('Folder of the project'),
    lines: Type.Array(AnyObject, { description: 'Oldest first' }),
    sources: Type.Array(AnyObject, { description: 'The commands and terminals of these lines' }),
    hasOlder: Type.Boolean(),
    oldestId: Type.Integer({ description: '`beforeId` of older lines' }),
  }),
  OutputText: object({ text: Type.String({ maxLength: 500_000 }) }),
  FoundErrors: object({
    errors: Type.Array(
      object({
        kind: text(),
        message: text(),
        fromLine: Type.Integer(),
        toLine: Type.Integer(),
        file: optional(text()),
      }),
    ),
  }),
  ConsoleCleared: object({ project: text('Folder of the project'), removedLines: Type.Integer() }),
  SignInRequest: object({ code: text('The code of a sign-in link'), publicKey: text('P-256, raw, base64url') }),
  SignedIn: object({ signedIn: Type.Boolean() }),
  Done: object({ ok: OK }),
  ControlUi: object({ assistantName: text(), assistantAgentId: text(), serverVersion: text() }),
  Avatar: object({ avatarUrl: Type.Null() }),
} as const;

/** Name of a schema. */
export type HttpBody = keyof typeof HTTP_BODIES;
