import { dirname, join } from 'node:path/posix';
import { describe, expect, it } from 'vitest';

import { packageOf, productSources, type Source } from './sources.ts';

const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  contract: [],
  core: ['contract'],
  adapters: ['contract', 'core'],
  gateway: ['contract', 'core'],
  host: ['contract', 'core', 'adapters', 'gateway'],
  cli: ['contract', 'core', 'adapters', 'gateway', 'host'],
  electron: ['contract', 'core', 'adapters', 'gateway', 'host', 'messages'],
  messages: [],
  renderer: ['contract', 'messages'],
};

/** Every layer shares the schema library. Of ws, the gateway has the server and channels have the client. */
const EVERYWHERE: ReadonlySet<string> = new Set(['typebox', 'ws']);

/** Folder that owns a package: the layer, or in adapters the family. */
function ownerFolder(path: string): string {
  const [layer = '', family = ''] = path.split('/');
  return layer === 'adapters' ? `${layer}/${family}` : layer;
}

function layerOf({ path }: Source): string {
  return path.split('/')[0] ?? '';
}

const NETWORK_IMPORT = /import\s*\{([^}]*)\}\s*from\s*'node:(?:https?|http2|net|tls|dgram)'/g;
const OPENS_CONNECTIONS = /^(?:request|get|connect|createConnection|Socket|createSocket|ClientRequest)$/;
/** A module as a whole, which hides what is used of it. */
const WHOLE_MODULE =
  /(?:import\s+(?:\*\s+as\s+)?\w+\s+from\s*|import\(\s*|require\(\s*|getBuiltinModule\(\s*)'(?:node:)?(?:https?|http2|net|tls|dgram)'/;
/** What the platform itself has for connections. */
const GLOBALS = /(?<![.\w])fetch\(|\bglobalThis\.fetch\b|\bnew (?:WebSocket|EventSource)\(|'undici'/;

/** Whether a file has what it takes to open a connection. */
function callsOut({ text }: Source): boolean {
  const names = [...text.matchAll(NETWORK_IMPORT)].flatMap(([statement, list = '']) =>
    statement.startsWith('import type') ? [] : list.split(',').map((name) => name.trim()),
  );
  const values = names.filter((name) => !name.startsWith('type ')).map((name) => name.split(/\s/)[0] ?? '');
  return values.some((name) => OPENS_CONNECTIONS.test(name)) || WHOLE_MODULE.test(text) || GLOBALS.test(text);
}

/** Whether a file starts programs, which can open connections of their own. */
function startsPrograms({ text }: Source): boolean {
  return /'(?:node:)?child_process'|'node-pty'/.test(text);
}

function insideHost(sources: readonly Source[]): readonly Source[] {
  return sources.filter((source) => ['core', 'adapters', 'gateway', 'host'].includes(layerOf(source)));
}

function readSource(sources: readonly Source[], path: string): string {
  return sources.find((source) => source.path === path)?.text ?? '';
}

describe('layers', () => {
  const sources = productSources();

  it('import only lower layers', () => {
    const wrong = sources.flatMap((source) =>
      source.imports
        .map((specifier) => /^#([^/]+)\//.exec(specifier)?.[1])
        .filter((layer) => layer !== undefined && !(MAY_IMPORT[layerOf(source)] ?? []).includes(layer))
        .map((layer) => `${source.path} imports ${layer}`),
    );
    expect(wrong).toEqual([]);
  });

  it('never leave their folder with a relative import', () => {
    const wrong = sources.filter(({ path, imports }) => {
      const depth = path.split('/').length - 1;
      return imports.some((specifier) => (specifier.match(/\.\.\//g)?.length ?? 0) >= depth);
    });
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it('import each npm package from one folder', () => {
    const owners = new Map<string, Set<string>>();
    for (const source of sources) {
      for (const name of source.imports.flatMap((specifier) => packageOf(specifier) ?? [])) {
        owners.set(name, (owners.get(name) ?? new Set()).add(ownerFolder(source.path)));
      }
    }
    const shared = [...owners].filter(([name, folders]) => folders.size > 1 && !EVERYWHERE.has(name));
    expect(shared.map(([name, folders]) => `${name}: ${[...folders].join(', ')}`)).toEqual([]);
  });

  it('import Electron only in electron/', () => {
    const wrong = sources.filter((source) => layerOf(source) !== 'electron' && source.imports.includes('electron'));
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it('open connections in a few files only, all of which record them in the outbound ledger', () => {
    const inside = insideHost(sources);
    expect(
      inside
        .filter(callsOut)
        .map(({ path }) => path)
        .toSorted(),
    ).toEqual([
      'adapters/backup/s3-request.ts',
      // Over a recorded agent.
      'adapters/channels/discord/gateway-socket.ts',
      'adapters/channels/outbound/recorded-agent.ts',
      'adapters/channels/outbound/recorded-fetch.ts',
      'adapters/channels/slack/socket-session.ts',
      // A script for containers, where it forwards to the recording proxy.
      'adapters/machines/docker/bridge-script.ts',
      // Connects to this computer only: a port of a program in the workspace.
      'adapters/machines/host/host-ports.ts',
      // After `track.ts` has recorded the connection.
      'adapters/outbound/egress-proxy/dial.ts',
      'adapters/outbound/egress-proxy/forward.ts',
      'adapters/outbound/guarded-call.ts',
      'adapters/providers/http-fetch.ts',
      // Over connections that a machine opened to its own ports.
      'gateway/preview/forward-request.ts',
      // A script for browsers.
      'gateway/preview/own-pages.ts',
      // Uses a connection that it is given.
      'gateway/server/transports/client-channel.ts',
      // Asks this computer only: who owns the port.
      'host/listen.ts',
    ]);
    const unrecorded = inside.filter(
      ({ path, text }) =>
        /guarded-call\.ts|http-fetch\.ts|recorded-(?:agent|fetch)\.ts|egress-proxy\/(?:tunnel|forward)\.ts/.test(
          path,
        ) && !/recordCall\(|call\.record|parts\.track\(|ledger\.open\(/.test(text),
    );
    expect(unrecorded.map(({ path }) => path)).toEqual([]);
  });

  it('start programs in a few files only, none of which connects without a record', () => {
    const starting = insideHost(sources)
      .filter(startsPrograms)
      .map(({ path }) => path)
      .toSorted();
    expect(starting).toEqual([
      // The user's own editor, which is theirs to connect.
      'adapters/editors/open-in-editor.ts',
      // Git has no network, except for operations that a person requested, which are recorded.
      'adapters/git/run-program.ts',
      // Local checks of the system.
      'adapters/machines/confined/requirements.ts',
      // No network but the recording proxy.
      'adapters/machines/confined/sandbox.ts',
      // Programs of the `host` machine are recorded as untracked, confined ones have the proxy.
      'adapters/machines/host/child-process.ts',
      // Ends processes.
      'adapters/machines/host/process-tree.ts',
      // Asks `ssh` for its configuration, then records the connection.
      'adapters/machines/ssh/record-connection.ts',
      'adapters/machines/ssh/ssh-connection.ts',
      // Forwards to a port inside a sandbox, or over a recorded SSH connection.
      'adapters/machines/workspace-tools/spawn-forwarder.ts',
      // The commands of systemd, launchd, and the Task Scheduler, which connect to nothing but their own service.
      'adapters/services/service-manager.ts',
    ]);
    expect(readSource(sources, 'adapters/git/git-program.ts')).toContain('const end = record(contacts,');
    expect(readSource(sources, 'adapters/machines/host/host.ts')).toContain('recordUntracked(');
    expect(readSource(sources, 'adapters/machines/ssh/ssh-connection.ts')).toContain('await recordConnection(');
  });

  it('let the container engine connect only after a record', () => {
    const adapters = sources.filter((source) => layerOf(source) === 'adapters');
    const asking = adapters.filter(({ text }) => /\bdocker\.(?:pull|buildImage)\(| pullImage\(/.test(text));
    expect(asking.map(({ path }) => path).toSorted()).toEqual([
      'adapters/machines/docker/build-image.ts',
      'adapters/machines/docker/images.ts',
      'adapters/machines/docker/record-pull.ts',
    ]);
    const building = adapters.filter(
      ({ path, text }) => /\bbuildImage\(/.test(text) && !path.endsWith('build-image.ts'),
    );
    expect(building.map(({ path }) => path)).toEqual(['adapters/machines/docker/docker-machines.ts']);
    for (const { path, text } of building) expect(text, path).toContain('recordUntracked(');
  });

  it('give the packages of model providers our own client, which records', () => {
    const sdks = new Set(['@anthropic-ai/sdk', 'openai', '@google/genai', '@aws-sdk/client-bedrock-runtime', 'ollama']);
    const clients = sources.filter(({ imports }) => imports.some((specifier) => sdks.has(specifier)));
    const making = clients.filter(({ text }) => /\bnew Client\(/.test(text));
    expect(making.length).toBeGreaterThanOrEqual(3);
    const without = making.filter(({ text }) => !/\.\.\.sdkOptions\(|\bfetch: createFetch\(/.test(text));
    expect(without.map(({ path }) => path)).toEqual([]);
  });

  it('import nothing but Electron in the preload script', () => {
    const preload = sources.filter(({ path }) => path.startsWith('electron/preload/'));
    expect(preload.flatMap(({ imports }) => imports)).toEqual(['electron']);
  });

  it("keep each noun's handlers separate: only the method registry imports them", () => {
    const nounOf = (path: string) => /^gateway\/methods\/([^/]+)\//.exec(path)?.[1];
    const wrong = sources
      .filter(({ path }) => path !== 'gateway/methods/registry.ts')
      .flatMap(({ path, imports }) =>
        imports
          .filter((specifier) => specifier.startsWith('.'))
          .map((specifier) => join(dirname(path), specifier))
          .filter((imported) => nounOf(imported) !== undefined && nounOf(imported) !== nounOf(path))
          .map((imported) => `${path} imports ${imported}`),
      );
    expect(wrong).toEqual([]);
  });

  it('never call the handler of a method from that of another', () => {
    const handlers = sources.filter(({ path }) => path.startsWith('gateway/methods/'));
    const calls = handlers.filter(({ text }) => /\b[A-Z_]+_(?:HANDLERS|ALIASES)\[/.test(text));
    expect(calls.map(({ path }) => path)).toEqual([]);
  });

  it('use no platform APIs in contract and core', () => {
    const pure = sources.filter((source) => ['contract', 'core'].includes(layerOf(source)));
    const wrong = pure.filter(({ imports }) => imports.some((specifier) => specifier.startsWith('node:')));
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });
});
