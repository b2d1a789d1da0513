// A host with sample members of families, in a temporary home folder.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { createHost } from '#host/create-host.ts';
import type { Families } from '#host/families.ts';
import { connectInProcess } from '#tests/support/connect-in-process.ts';

/** A running host with a connected client; both end with the test. */
export interface FamilyHost {
  readonly client: GatewayClient;
  readonly workspace: string;
  /** The home folder. */
  readonly home: string;
  /** Where it listens. */
  readonly origin: string;
}

/** Starts a host whose families hold the given members. */
export async function startFamilyHost(families: Partial<Families>): Promise<FamilyHost> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-family-'));
  const workspace = join(folder, 'project');
  mkdirSync(workspace);
  const environment = {
    PATH: process.env['PATH'],
    HOME: folder,
    GATEHOUSE_TRUSTED_FOLDERS: folder,
    GATEHOUSE_MACHINE: 'host',
  };
  const home = join(folder, 'home');
  const options = { home, version: '0.1.0', port: 0, bind: '127.0.0.1', environment, families };
  const host = createHost(options);
  const { origin } = await host.start();
  const client = connectInProcess(host);
  onTestFinished(async () => {
    client.stop();
    await host.stop('end of the test');
    rmSync(folder, { recursive: true, force: true });
  });
  return { client, workspace, home, origin };
}
