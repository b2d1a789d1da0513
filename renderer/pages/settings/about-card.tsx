// The gateway: its health, addresses, version and limits.
import { useStore } from 'zustand';
import type { ReactNode } from 'react';
import { MAX_BUFFERED_BYTES, MAX_FRAME_BYTES } from '#contract/wire/limits.ts';
import type { MethodResult } from '#contract/methods/registry.ts';
import type { NetworkAccessStatus } from '#contract/types/network-access.ts';
import { formatBytes, formatDuration } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Badge, Dot } from '../../design/badge.tsx';
import { Card } from '../../design/page.tsx';
import { RequestStatus } from '../../design/request-status.tsx';
import { useRequest, useServices } from '../../state/use-client.ts';
import { CopyText } from './copy-text.tsx';
import { gatewayAddress } from './gateway-address.ts';
import { checkParts, type PartHealth } from './gateway-parts.ts';
import { readHealth } from './health-facts.ts';

/** Loaded once, and again after a reconnect or a settings change; nothing is polled. */
export function AboutCard() {
  const health = useRequest('health', {});
  const info = useRequest('system.info', {});
  const access = useRequest('network.status', {}, ['settings.changed']);
  const providers = useRequest('providers.list', {}, ['settings.changed']);
  const config = useRequest('config.get', {}, ['config.changed']);
  if (health.data === undefined)
    return <RequestStatus read={health} height="h-64" failed={t('gateway.about.noResponse')} />;
  const facts = readHealth(health.data);
  const parts = checkParts({ ...facts, access: access.data, providers: providers.data, config: config.data });
  return (
    <Card className="p-4">
      <dl className="grid grid-cols-[8rem_1fr] gap-x-4 gap-y-2 text-sm max-md:grid-cols-[6rem_1fr]">
        <Health parts={parts} />
        <Addresses access={access.data} />
        <Process uptimeMs={facts.uptimeMs} memoryBytes={facts.memoryBytes} info={info.data} />
        <Fact name={t('gateway.about.limits')}>
          {t('gateway.about.limitsText', {
            message: formatBytes(MAX_FRAME_BYTES),
            buffer: formatBytes(MAX_BUFFERED_BYTES),
          })}
        </Fact>
      </dl>
    </Card>
  );
}

function Health({ parts }: { readonly parts: readonly PartHealth[] }) {
  const failing = parts.filter(({ problems }) => problems.length > 0).length;
  return (
    <Fact name={t('gateway.about.health')}>
      {failing === 0 ? (
        <Badge tone="ok">{t('gateway.about.healthy')}</Badge>
      ) : (
        <Badge tone="bad">{t('gateway.about.problems', { count: failing })}</Badge>
      )}
      <ul className="mt-1.5 flex flex-col gap-1 text-xs">
        {parts.map(({ name, problems }) => (
          <li key={name} className="flex items-baseline gap-2">
            <Dot tone={problems.length === 0 ? 'ok' : 'bad'} />
            <span className="text-ink-soft">{name}</span>
            <span className="min-w-0 wrap-anywhere text-ink-faint">
              {problems.length === 0 ? t('gateway.about.ok') : problems.join('; ')}
            </span>
          </li>
        ))}
      </ul>
    </Fact>
  );
}

function Addresses({ access }: { readonly access: NetworkAccessStatus | undefined }) {
  const { http, network } = gatewayAddress(location.origin, access);
  return (
    <>
      <Fact name={t('gateway.about.address')}>
        <CopyText text={http} />
      </Fact>
      {access !== undefined && (
        <>
          <Fact name={t('gateway.about.network')}>
            {t(`devices.network.mode.${access.mode}`)}
            {network.map((url) => (
              <span key={url} className="block">
                <CopyText text={url} />
              </span>
            ))}
          </Fact>
          <Fact name={t('gateway.about.port')}>{access.port}</Fact>
        </>
      )}
      {access?.fingerprint !== undefined && (
        <Fact name={t('gateway.about.fingerprint')}>
          <code className="text-xs">{access.fingerprint}</code>
        </Fact>
      )}
    </>
  );
}

interface ProcessProps {
  readonly uptimeMs: number | undefined;
  readonly memoryBytes: number | undefined;
  readonly info: MethodResult<'system.info'> | undefined;
}

function Process({ uptimeMs, memoryBytes, info }: ProcessProps) {
  const { connection } = useServices();
  const version = useStore(connection, ({ hello }) => hello?.server.version ?? '');
  return (
    <>
      <Fact name={t('gateway.about.version')}>{version}</Fact>
      {uptimeMs !== undefined && <Fact name={t('gateway.about.uptime')}>{formatDuration(uptimeMs)}</Fact>}
      {memoryBytes !== undefined && <Fact name={t('gateway.about.memory')}>{formatBytes(memoryBytes)}</Fact>}
      {info !== undefined && <Fact name={t('gateway.about.machine')}>{describeMachine(info)}</Fact>}
    </>
  );
}

function describeMachine(info: MethodResult<'system.info'>): string {
  return [
    info.machineName ?? info.hostname,
    info.osLabel ?? info.platform,
    info.nodeVersion === undefined ? '' : `Node ${info.nodeVersion}`,
  ]
    .filter((part) => part !== undefined && part !== '')
    .join(' · ');
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-faint">{name}</dt>
      <dd className="tabular min-w-0 wrap-anywhere text-ink">{children}</dd>
    </>
  );
}
