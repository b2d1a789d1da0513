// Conditional requests (RFC 9110, section 13).
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';

/** Answers a conditional GET or HEAD with 304 if the client's copy is current. Call it before the file is served. */
export function answerConditions(request: IncomingMessage, response: ServerResponse): void {
  const { headers } = request;
  const known = headers['if-none-match'];
  const since = headers['if-modified-since'];
  if (known === undefined && since === undefined) return;
  // sirv compares only whole headers, and then omits the ETag.
  delete headers['if-none-match'];
  const writeHead = response.writeHead.bind(response);
  const write = (status: number, fields: OutgoingHttpHeaders): ServerResponse =>
    isSuccess(status) && hasLatest(fields, known, since)
      ? // What is written after it is dropped.
        writeHead(304, { ETag: fields['ETag'] })
      : writeHead(status, fields);
  // The only form in which sirv calls it.
  response.writeHead = write as typeof response.writeHead;
}

function isSuccess(status: number): boolean {
  return status === 200 || status === 206;
}

/** The date only counts without an entity tag. */
function hasLatest(fields: OutgoingHttpHeaders, known: string | undefined, since: string | undefined): boolean {
  if (known !== undefined) return known.trim() === '*' || listTags(known).includes(toOpaque(String(fields['ETag'])));
  return Date.parse(String(fields['Last-Modified'])) <= Date.parse(since ?? '');
}

/** The tags of a list, compared weakly. */
function listTags(list: string): readonly string[] {
  return (list.match(/"[^"]*"/g) ?? []).map(toOpaque);
}

function toOpaque(tag: string): string {
  return tag.replace(/^W\//, '');
}
