// Downloads the model table when a user asks for it. A failed download changes nothing.
import type { ModelTableStatus } from '#contract/types/models.ts';
import { takeStart } from '#contract/types/truncate-text.ts';
import { invalidRequest, unavailable, type GatewayError } from '#contract/wire/errors.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import { OutboundError, type OutboundAnswer } from '../ports/outbound.ts';
import type { Principal } from '../principal.ts';
import { SerialQueue } from '../serial-queue.ts';
import { localDay } from '../usage/local-day.ts';
import type { DownloadedTable } from './downloaded-table.ts';
import { readModelsDev } from './read-models-dev.ts';
import { SHIPPED_MODELS } from './shipped-models.ts';

/** The model table. */
export interface ModelsFacet {
  table(): ModelTableStatus;
  /** @throws {GatewayError} `MODEL_TABLE_…`; the current table is then kept. */
  refresh(by: Principal, signal: AbortSignal): Promise<ModelTableStatus>;
  /** Removes the downloaded table. */
  reset(by: Principal): Promise<ModelTableStatus>;
}

/** Maximum size of a table, bytes. The public one has a few million. Parsing a larger one would block the gateway for seconds. */
const MAX_BYTES = 8 * 1024 * 1024;
const TIMEOUT_MS = 30_000;
/** Maximum length of an address without a host in an error, characters. */
const MAX_TARGET = 60;
const KEPT = 'The current table was kept.';
const CHOOSE = 'Check models.tableUrl in the configuration.';

/** Failures that another address would fix. */
const ELSEWHERE: ReadonlySet<OutboundError['code']> = new Set(['bad-address', 'private-address', 'redirects']);

type Ports = Pick<EnginePorts, 'models' | 'outbound' | 'config' | 'clock' | 'store'>;

/** The engine's model table. `changed` is called after each change. */
export function modelTables(ports: Ports, changed: () => void): ModelsFacet {
  const { models, clock, store } = ports;
  const changes = new SerialQueue();
  const url = (): string => ports.config.settings().models.tableUrl;
  const replace = async (table: DownloadedTable | undefined, by: Principal): Promise<ModelTableStatus> => {
    const before = models.date;
    await models.replace(table);
    const details = { before, after: models.date, ...(table === undefined ? {} : { source: table.source }) };
    await store.audit.append({
      by,
      action: table === undefined ? 'models.reset' : 'models.refresh',
      subject: 'models',
      details,
    });
    changed();
    return describe(models, url());
  };
  return {
    table: () => describe(models, url()),
    refresh: (by, signal) =>
      changes.run(async () => {
        const source = url();
        const providers = await download(ports, source, signal);
        const downloadedAt = clock.now();
        return await replace({ date: localDay(downloadedAt), source, downloadedAt, providers }, by);
      }),
    reset: (by) => changes.run(() => replace(undefined, by)),
  };
}

function describe({ downloaded, date }: EnginePorts['models'], url: string): ModelTableStatus {
  const common = { date, builtInDate: SHIPPED_MODELS.date, url };
  if (downloaded === undefined) return { ...common, origin: 'built-in', source: SHIPPED_MODELS.source };
  const { source, downloadedAt } = downloaded;
  return { ...common, origin: 'downloaded', source, downloadedAt, models: countModels(downloaded.providers) };
}

function countModels(providers: DownloadedTable['providers']): number {
  return Object.values(providers).reduce((sum, models) => sum + Object.keys(models).length, 0);
}

async function download(
  { outbound, config }: Ports,
  url: string,
  signal: AbortSignal,
): Promise<DownloadedTable['providers']> {
  const { allow } = config.settings().network;
  refuseUnencrypted(url, allow);
  const answer = await outbound
    .call(
      {
        caller: { kind: 'gateway', name: 'model table' },
        url,
        method: 'GET',
        headers: { 'user-agent': 'Gatehouse', accept: 'application/json' },
        maxBytes: MAX_BYTES,
        timeoutMs: TIMEOUT_MS,
        sameHostOnly: true,
        knownServices: allow,
      },
      signal,
    )
    .catch((error: unknown) => {
      if (error instanceof OutboundError)
        throw failed(error.message, ELSEWHERE.has(error.code) ? CHOOSE : 'Check your connection, then try again.');
      throw error;
    });
  refuseBadAnswer(answer);
  const providers = readModelsDev(parse(answer));
  if (countModels(providers) > 0) return providers;
  throw unreadable('it contains no known models');
}

/** Rejects a download that others on the network could tamper with. */
function refuseUnencrypted(url: string, allow: readonly string[]): void {
  // The download explains what isn't an address.
  const address = URL.canParse(url) ? new URL(url) : undefined;
  if (address?.protocol !== 'http:') return;
  const { hostname, port } = address;
  const service = `${hostname}:${port || '80'}`;
  if (allow.includes(service)) return;
  const hint = `Use https, or add "${service}" to network.allow in the configuration.`;
  throw invalidRequest(`The model table can't be downloaded without encryption. ${KEPT}`, 'MODEL_TABLE_INSECURE', hint);
}

function refuseBadAnswer({ status, redirectTo, isTruncated }: OutboundAnswer): void {
  if (redirectTo !== undefined)
    throw failed(
      `The server redirects to ${describeTarget(redirectTo)}.`,
      'If you trust that server, set models.tableUrl to its address.',
    );
  if (status !== 200) throw failed(`The server responded with status ${status}.`, CHOOSE);
  if (isTruncated) throw unreadable(`it is larger than ${MAX_BYTES / 1024 / 1024} MB`);
}

/** The host; the start of an address that has none, such as `data:`. */
function describeTarget(url: string): string {
  return new URL(url).host || takeStart(url, MAX_TARGET);
}

function parse({ bytes }: OutboundAnswer): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw unreadable("it isn't valid JSON");
  }
}

function failed(reason: string, hint: string): GatewayError {
  const message = `Couldn't download the model table: ${reason} ${KEPT}`;
  return unavailable(message, { details: { code: 'MODEL_TABLE_UNAVAILABLE', hint } });
}

function unreadable(reason: string): GatewayError {
  return invalidRequest(`The downloaded model table can't be used: ${reason}. ${KEPT}`, 'MODEL_TABLE_INVALID', CHOOSE);
}
