// Serves bare repositories with git's own HTTP backend, which requires a user name and password.
import { execFileSync, spawn } from 'node:child_process';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { join } from 'node:path';

/** Answers requests for the repositories in `folder`; 401 without the right `Authorization` header. */
export function serveGit(folder: string, authorization: string): RequestListener {
  const backend = join(execFileSync('git', ['--exec-path'], { encoding: 'utf8' }).trim(), 'git-http-backend');
  return (request, response) => {
    if (request.headers.authorization !== authorization) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end('who are you?');
      return;
    }
    const url = new URL(request.url ?? '/', 'http://localhost');
    const run = spawn(backend, {
      env: {
        PATH: process.env['PATH'],
        GIT_PROJECT_ROOT: folder,
        GIT_HTTP_EXPORT_ALL: '1',
        REQUEST_METHOD: request.method,
        PATH_INFO: decodeURIComponent(url.pathname),
        QUERY_STRING: url.search.slice(1),
        CONTENT_TYPE: request.headers['content-type'] ?? '',
        HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
        REMOTE_USER: 'tester',
        REMOTE_ADDR: '127.0.0.1',
      },
    });
    request.pipe(run.stdin);
    passOn(run.stdout, response);
  };
}

/** The backend writes headers, an empty line, and the body. */
function passOn(output: NodeJS.ReadableStream, response: ServerResponse<IncomingMessage>): void {
  const parts: Buffer[] = [];
  output.on('data', (part: Buffer) => parts.push(part));
  output.on('end', () => {
    const all = Buffer.concat(parts);
    const end = all.indexOf('\r\n\r\n');
    const headers = all
      .subarray(0, end)
      .toString('latin1')
      .split('\r\n')
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()] as const);
    const status = headers.find(([name]) => name.toLowerCase() === 'status')?.[1] ?? '200';
    for (const [name, value] of headers) if (name.toLowerCase() !== 'status') response.setHeader(name, value);
    response.writeHead(Number(status.slice(0, 3))).end(all.subarray(end + 4));
  });
}
