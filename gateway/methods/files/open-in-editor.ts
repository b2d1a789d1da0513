// Opens a file in the user's editor, for clients on the computer of the gateway.
import { join } from 'node:path';
import { invalidRequest } from '#contract/wire/errors.ts';
import { findPath } from '#core/workspaces/find-path.ts';
import type { Connection } from '../../server/connections/connection.ts';
import type { Handler } from '../../server/dispatch/handler.ts';

const LOOPBACK = /^(local|::1|(::ffff:)?127(\.\d{1,3}){3})$/;

/** Handles `files.openInEditor`. */
export const openInEditor: Handler<'files.openInEditor'> = async ({ sessionKey, path, line }, call) => {
  const { connection, engine, services } = call;
  if (!isHere(connection))
    throw invalidRequest(
      'Files can be opened in an editor only on the computer that runs Gatehouse.',
      'NOT_ON_THIS_COMPUTER',
      'Download the file instead.',
    );
  const { machine } = await engine.workspaces.openSession(sessionKey);
  if (machine.kind === 'ssh')
    throw invalidRequest(
      'This file is on another computer.',
      'FILE_ELSEWHERE',
      'Connect your editor to that computer over SSH, or download the file.',
    );
  const stat = await machine.stat((await findPath(machine, path)).path);
  await call.audit('file.opened-in-editor', stat.path, { sessionKey });
  return { editor: await services.openInEditor(join(machine.workspace, stat.path), line) };
};

/** A port of this process, or a program or page on this computer that isn't behind a proxy. */
function isHere({ address, entry }: Connection): boolean {
  return entry === 'port' || (entry !== 'proxy' && LOOPBACK.test(address));
}
