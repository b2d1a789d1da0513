// A whole host in this process, on a free port, over a local server in the Anthropic wire format.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHost } from '#host/create-host.ts';
import type { Host, HostAddress, HostOptions } from '#host/host-api.ts';
import { startModelServer, type ModelRequestRecord, type ModelServer, type Reply } from '../../support/model-server.ts';

/** The gateway token of every test host. */
export const TOKEN = 'test-token-of-the-gateway';
/** The model that test hosts use. */
export const MODEL = 'anthropic/claude-sonnet-4-5';

/** A started host and what it stands on. */
export interface ProtocolHost {
  readonly host: Host;
  readonly address: HostAddress;
  readonly url: string;
  readonly home: string;
  readonly workspace: string;
  readonly model: ModelServer;
  stop(): Promise<void>;
}

/** Starts one. `reply` is what the model answers. */
export async function startProtocolHost(
  reply: (request: ModelRequestRecord, index: number) => Reply | Promise<Reply>,
  {
    config,
    token = TOKEN,
    machine = 'host',
    env = {},
    ...options
  }: Pick<HostOptions, 'pages' | 'addresses' | 'families'> & {
    /** What stands in the configuration file. */
    readonly config?: Readonly<Record<string, unknown>>;
    /** Null: the token of the home folder. */
    readonly token?: string | null;
    /** The default machine; empty: chosen automatically. */
    readonly machine?: string;
    /** Variables that replace those of the test host, such as the container engine. */
    readonly env?: Readonly<Record<string, string>>;
  } = {},
): Promise<ProtocolHost> {
  const root = mkdtempSync(join(tmpdir(), 'gatehouse-protocol-'));
  const home = join(root, 'home');
  const workspace = join(root, 'work');
  mkdirSync(workspace);
  if (config !== undefined) {
    mkdirSync(home);
    writeFileSync(join(home, 'gatehouse.json5'), JSON.stringify(config));
  }
  const model = await startModelServer(reply);
  const host = createHost({
    home,
    version: '0.0.0-test',
    port: 0,
    bind: '127.0.0.1',
    // No test opens the network of the machine that it runs on.
    addresses: () => [],
    ...(token === null ? {} : { token }),
    environment: {
      ...process.env,
      // What a person's shell runs at its start is no part of this.
      HOME: root,
      GATEHOUSE_TRUSTED_FOLDERS: root,
      // The same on every machine, whatever could confine commands there.
      GATEHOUSE_MACHINE: machine,
      // No test uses the GitHub account of the machine that it runs on.
      GH_TOKEN: '',
      GITHUB_TOKEN: '',
      GH_CONFIG_DIR: join(root, 'gh'),
      // No test uses the container engine of the machine that it runs on.
      DOCKER_HOST: 'unix:///nonexistent/docker.sock',
      ANTHROPIC_API_KEY: 'sk-ant-test-0000000000',
      ANTHROPIC_BASE_URL: model.url,
      ...env,
    },
    ...options,
  });
  const address = await host.start();
  return {
    host,
    address,
    url: address.origin.replace('http', 'ws'),
    home,
    workspace,
    model,
    async stop() {
      await host.stop('test');
      await model.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}
