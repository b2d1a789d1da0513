// Finds the running gateway of a home folder: its port in the lock, its token in the owner-only token file.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { lockOwner } from '#adapters/home/lock.ts';
import { TOKEN_FILE } from '#adapters/home/open-home.ts';
import type { ShellSettings } from '#host/shell-settings.ts';

/** Where to connect, and with what. Without `token` no gateway was ever started with this home. */
export interface GatewayLocation {
  readonly origin: string;
  readonly token?: string;
}

/** Looks at the files of `settings.home`; `givenToken` and GATEHOUSE_TOKEN go before the file. */
export function locateGateway(settings: ShellSettings, givenToken: string | undefined): GatewayLocation {
  const token = givenToken ?? settings.token ?? readToken(join(settings.home, TOKEN_FILE));
  // The gateway may have taken another port than it was asked to: the lock names the real one.
  const port = lockOwner(settings.home)?.port ?? settings.port;
  const origin = `http://${settings.bind}:${port}`;
  return token === undefined ? { origin } : { origin, token };
}

function readToken(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim() || undefined;
  } catch {
    // No gateway was started here, or it is not ours to read.
    return undefined;
  }
}
