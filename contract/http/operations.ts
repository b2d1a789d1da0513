// The operations of the HTTP API, for the OpenAPI document. The gateway's routes add their scopes.
import type { HttpBody } from './bodies.ts';

/** One operation. */
export interface HttpOperation {
  readonly summary: string;
  readonly query?: Readonly<Record<string, string>>;
  /** A JSON body; `binary` is bytes. */
  readonly body?: HttpBody | 'binary';
  /** Bodies of JSON responses by status; `text` is plain text, `binary` is bytes, `none` has no body. */
  readonly responses: Readonly<Record<number, HttpBody | 'text' | 'binary' | 'none'>>;
  /** Also responds with server-sent events, if the request asks for them. */
  readonly streams?: true;
  /** Needs the token of the hooks instead of the gateway's. */
  readonly hook?: true;
}

const LIVE: HttpOperation = { summary: 'Whether the process runs', responses: { 200: 'Live' } };
const READY: HttpOperation = { summary: 'Whether requests can be served', responses: { 200: 'Ready', 503: 'Ready' } };
const STARTED: HttpOperation = { summary: 'Whether the start is complete', responses: { 200: 'Started' } };
const HOOK = { hook: true, body: 'AnyObject' } as const;

/** Names a project: one of the two. */
const PROJECT = { project: 'Folder of the project', sessionKey: 'A session that works in the project' };

/** Names a workspace. */
const WORKSPACE = { sessionKey: 'A session that works in the workspace' };

/** Operations by method and path. */
export const HTTP_OPERATIONS: Readonly<Record<string, HttpOperation>> = {
  'GET /health': LIVE,
  'GET /healthz': LIVE,
  'GET /health/live': LIVE,
  'GET /ready': READY,
  'GET /readyz': READY,
  'GET /health/ready': READY,
  'GET /startup': STARTED,
  'GET /startupz': STARTED,
  'GET /metrics': { summary: 'Metrics in the Prometheus text format', responses: { 200: 'text', 401: 'Error' } },
  'GET /v1/models': { summary: 'List the agents as models', responses: { 200: 'ModelList', 401: 'OpenAiError' } },
  'GET /v1/models/{id}': { summary: 'One model', responses: { 200: 'Model', 404: 'OpenAiError' } },
  'POST /v1/chat/completions': {
    summary: 'Send a conversation to an agent, in the format of Chat Completions',
    body: 'ChatRequest',
    responses: { 200: 'ChatCompletion', 400: 'OpenAiError', 401: 'OpenAiError', 429: 'OpenAiError' },
    streams: true,
  },
  'POST /v1/responses': {
    summary: 'Send a conversation to an agent, in the format of Responses',
    body: 'ResponseRequest',
    responses: { 200: 'Response', 400: 'OpenAiError', 401: 'OpenAiError', 429: 'OpenAiError' },
    streams: true,
  },
  'POST /tools/invoke': {
    summary: 'Run a tool without a model',
    body: 'ToolCall',
    responses: { 200: 'ToolResult', 400: 'Failure', 401: 'Error', 403: 'Failure', 404: 'Failure' },
  },
  'POST /hooks/wake': {
    summary: "Send a text to an agent's main session, now or at its next heartbeat",
    hook: true,
    body: 'WakeRequest',
    responses: { 200: 'Woken', 400: 'HookFailure' },
  },
  'POST /hooks/agent': {
    summary: 'Start a run in a new session',
    hook: true,
    body: 'HookMessage',
    responses: { 200: 'HookRun', 400: 'HookFailure' },
  },
  'POST /hooks/{name}': {
    summary: 'Start a run with the message of `hooks.mappings.<name>`, followed by the body as data',
    ...HOOK,
    responses: { 200: 'HookRun', 204: 'none', 404: 'text' },
  },
  'GET /sessions/{key}/history': {
    summary: 'A page of the transcript, newest page first. With `Accept: text/event-stream`, new rows follow as events',
    query: { limit: 'Rows per page: 200 by default, 1,000 at most', cursor: '`nextCursor` of the previous page' },
    responses: { 200: 'History', 401: 'Error', 404: 'Failure' },
    streams: true,
  },
  'POST /sessions/{key}/kill': {
    summary: 'Stop the active run of a session',
    responses: { 200: 'Killed', 401: 'Error', 404: 'Failure' },
  },
  'GET /console/history': {
    summary: "Lines of a project's console, oldest first",
    query: {
      ...PROJECT,
      limit: 'Number of lines (default: 500, maximum: 2,000)',
      beforeId: 'Older lines only',
      afterId: 'Newer lines only',
      sourceId: 'One command or terminal only',
      ownSession: '`true`: only the output of `sessionKey`',
      kind: '`command`, `background`, `terminal`, or `browser`',
      errorsOnly: '`true`: only recognized errors',
      search: 'Only lines that contain this text',
    },
    responses: { 200: 'ConsoleLines', 400: 'Failure', 401: 'Error' },
  },
  'POST /console/analyze': {
    summary: 'Find errors in text, such as the output of a command',
    body: 'OutputText',
    responses: { 200: 'FoundErrors', 400: 'Failure', 401: 'Error' },
  },
  'DELETE /console/clear': {
    summary: "Permanently remove the output of a project's console",
    query: PROJECT,
    responses: { 200: 'ConsoleCleared', 400: 'Failure', 401: 'Error' },
  },
  'GET /files/tree': {
    summary: 'List a folder of the workspace, folders first',
    query: {
      ...WORKSPACE,
      path: 'Folder (default: the workspace)',
      start: '`next` of the previous part',
      limit: 'Entries per part: at most 2,000',
    },
    responses: { 200: 'FileListing', 401: 'Error', 404: 'Failure' },
  },
  'GET /files/{path}': {
    summary: 'Read a file. Supports `Range`, `If-Range`, and `If-None-Match`',
    query: WORKSPACE,
    responses: { 200: 'binary', 206: 'binary', 401: 'Error', 404: 'Failure' },
  },
  'GET /files/download/{path}': {
    summary: 'Download a file. A folder is sent as a compressed archive (tar.gz), without links and Git data',
    query: WORKSPACE,
    responses: { 200: 'binary', 206: 'binary', 401: 'Error', 404: 'Failure' },
  },
  'GET /download/{ticket}': {
    summary: 'Download a file with a ticket from `files.ticket`. No sign-in is required; a ticket is valid once',
    responses: { 200: 'binary', 206: 'binary', 404: 'Failure' },
  },
  'GET /share/{token}': {
    summary:
      'Read a shared session as a page without scripts. No sign-in required. Available only while network access is on',
    responses: { 200: 'text', 404: 'text', 429: 'text', 503: 'text' },
  },
  'PUT /files/{path}': {
    summary:
      'Write a file atomically. `If-None-Match: *` only creates it; `If-Match` (an ETag, or a quoted SHA-256) only replaces that version',
    query: WORKSPACE,
    body: 'binary',
    responses: { 200: 'FileWritten', 401: 'Error', 409: 'Failure', 412: 'Failure', 507: 'Failure' },
  },
  'DELETE /files/{path}': {
    summary: 'Move a file or folder to the trash. `files.restore` restores it',
    query: WORKSPACE,
    responses: { 200: 'FileDeleted', 401: 'Error', 404: 'Failure' },
  },
  'POST /files/upload': {
    summary: 'Start an upload in parts. `Location` is its URL',
    body: 'UploadRequest',
    responses: { 201: 'Upload', 401: 'Error', 409: 'Failure', 507: 'Failure' },
  },
  'PATCH /files/upload/{id}': {
    summary:
      'Add a part at the header `Upload-Offset`. The part that completes the upload writes the file to the workspace. Bytes received before a connection breaks are kept',
    body: 'binary',
    responses: { 200: 'Upload', 401: 'Error', 404: 'Failure', 409: 'Failure', 507: 'Failure' },
  },
  'HEAD /files/upload/{id}': {
    summary: 'How much of an upload has arrived (`Upload-Offset`, `Upload-Length`)',
    responses: { 204: 'none', 401: 'Error', 404: 'none' },
  },
  'DELETE /files/upload/{id}': {
    summary: 'Cancel an upload',
    responses: { 200: 'Done', 401: 'Error', 404: 'Failure' },
  },
  'GET /control-ui-config.json': {
    summary: "Agent name and features for OpenClaw's Control UI",
    responses: { 200: 'ControlUi', 401: 'Error' },
  },
  'GET /avatar/{agentId}': {
    summary: "Metadata of an agent's avatar. Agents have no images",
    query: { meta: 'Must be `1`' },
    responses: { 200: 'Avatar', 404: 'text' },
  },
  'GET /channels/{id}/webhook': {
    summary: 'Answer the verification of a chat network. Channels check it themselves',
    responses: { 200: 'text', 403: 'text', 404: 'text' },
  },
  'POST /channels/{id}/webhook': {
    summary: 'Take updates of a chat network. Channels check their signature or secret',
    body: 'binary',
    responses: { 200: 'text', 400: 'text', 401: 'text', 404: 'text', 503: 'text' },
  },
  'GET /web-chat/{token}': { summary: 'The page of a web chat', responses: { 200: 'text', 404: 'text' } },
  'POST /web-chat/{token}/visitors': {
    summary: 'Start as a new visitor of a web chat. For the page itself',
    responses: { 200: 'AnyObject', 404: 'Error', 429: 'Error' },
  },
  'GET /web-chat/{token}/updates': {
    summary: 'Messages of a visitor of a web chat, as they arrive. For the page itself',
    responses: { 200: 'text', 401: 'Error', 404: 'Error' },
  },
  'POST /web-chat/{token}/messages': {
    summary: 'Write as a visitor of a web chat. For the page itself',
    body: 'AnyObject',
    responses: { 200: 'AnyObject', 400: 'Error', 401: 'Error', 404: 'Error', 429: 'Error' },
  },
  'POST /web-chat/{token}/presses': {
    summary: 'Press a button as a visitor of a web chat. For the page itself',
    body: 'AnyObject',
    responses: { 200: 'AnyObject', 400: 'Error', 401: 'Error', 404: 'Error', 429: 'Error' },
  },
  'GET /web-chat/{token}/files/{id}': {
    summary: 'A file that an agent sent to a visitor of a web chat. For the page itself',
    responses: { 200: 'binary', 401: 'Error', 404: 'Error' },
  },
  'GET /auth/session': { summary: 'Whether the browser is signed in', responses: { 200: 'SignedIn' } },
  'POST /auth/session': {
    summary: 'Sign a browser in with the code of a link. Only for the app’s own pages',
    body: 'SignInRequest',
    responses: { 200: 'Done', 400: 'Error', 401: 'Error', 429: 'Error' },
  },
  'POST /auth/logout': { summary: 'Sign the browser out', responses: { 200: 'Done' } },
};
