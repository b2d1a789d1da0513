// The clients for Discord: its REST API through the recorded fetch, and agents for its gateway.
import type { Agent } from 'node:http';
import type { API } from '@discordjs/core/http-only';
import type { REST, ResponseLike } from '@discordjs/rest';
import { ChannelError } from '#core/ports/channel.ts';
import type { ChannelContext } from '../define-channel.ts';
import { createRecordedAgent } from '../outbound/recorded-agent.ts';
import { createRecordedFetch } from '../outbound/recorded-fetch.ts';
import type { Timing } from './limits.ts';

/** Where the API is, for tests and servers of one's own. */
const API_VARIABLE = 'GATEHOUSE_DISCORD_API';
const OFFICIAL_API = 'https://discord.com/api';
const CONTENT_HOSTS: readonly string[] = ['cdn.discordapp.com', 'media.discordapp.net'];
const GATEWAY_DOMAIN = '.discord.gg';

/** Clients for one token. */
export interface Connection {
  readonly api: API;
  /** Without the token, for files. */
  readonly fetch: typeof fetch;
  /** Whether a file can be downloaded from an address. */
  isContentUrl(url: URL): boolean;
  /** @throws if the address isn't one of Discord's: the token would be sent there. */
  agent(url: string): Agent;
  close(): void;
}

/** Loads the libraries, and creates the clients. Nothing is connected yet. */
export async function openConnection(context: ChannelContext, token: string, timing: Timing): Promise<Connection> {
  const { id, ledger, environment } = context;
  const [{ API: Api }, { REST: Rest }] = await Promise.all([
    import('@discordjs/core/http-only'),
    import('@discordjs/rest'),
  ]);
  const recorded = { ledger, environment, caller: { kind: 'channel', name: id } as const };
  const fetchRecorded = createRecordedFetch(recorded);
  const override = environment[API_VARIABLE]?.replace(/\/$/, '');
  const rest = new Rest({
    version: '10',
    api: override ?? OFFICIAL_API,
    // The outbox retries.
    retries: 0,
    timeout: timing.requestMs,
    offset: 0,
    rejectOnRateLimit: ({ retryAfter }) => retryAfter > timing.maxRateWaitMs,
    // Its types are those of the library's own fetch; the values are the platform's.
    makeRequest: (url, init) => request(fetchRecorded, url, init as unknown as RequestInit),
  }).setToken(token);
  const host = override === undefined ? undefined : URL.parse(override)?.hostname;
  return {
    api: new Api(rest),
    fetch: fetchRecorded,
    isContentUrl: ({ protocol, hostname }) =>
      hostname === host || (protocol === 'https:' && CONTENT_HOSTS.includes(hostname)),
    agent: (url) => createRecordedAgent(checkGateway(url, host), recorded),
    close: () => closeRest(rest),
  };
}

/** The whole response, so that the time limit of the client covers it. */
async function request(fetchRecorded: typeof fetch, url: string, init: RequestInit): Promise<ResponseLike> {
  const response = await fetchRecorded(url, init);
  const { status, statusText, headers } = response;
  const bytes = await response.arrayBuffer();
  // The client reads only what every response has.
  return new Response(bytes.byteLength === 0 ? null : bytes, {
    status,
    statusText,
    headers,
  }) as unknown as ResponseLike;
}

function checkGateway(url: string, host: string | undefined): 'http:' | 'https:' {
  const { protocol = '', hostname = '' } = URL.parse(url) ?? {};
  if (hostname === host && protocol === 'ws:') return 'http:';
  if (protocol === 'wss:' && (hostname === host || hostname.endsWith(GATEWAY_DOMAIN))) return 'https:';
  throw new ChannelError(
    'unavailable',
    `Discord's gateway has an unexpected address (${hostname}), so the token isn't sent.`,
  );
}

function closeRest(rest: REST): void {
  rest.clearHashSweeper();
  rest.clearHandlerSweeper();
}
