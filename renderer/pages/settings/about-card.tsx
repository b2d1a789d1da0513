// The gateway: its health, addresses, version and limits.
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { MethodResult } from '#contract/methods/registry.ts';
import type { NetworkAccessStatus } from '#contract/types/network-access.ts';
import { MAX_BUFFERED_BYTES, MAX_FRAME_BYTES } from '#contract/wire/limits.ts';
import { formatBytes, formatDuration, joinFacts } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Badge, Dot } from '../../design/badge.tsx';
import { Facts } from '../../design/facts.tsx';
import { Card } from '../../design/page.tsx';
import { RequestStatus } from '../../design/states.tsx';
import { useRequest, useServices } from '../../state/use-client.ts';
import { CopyText } from '../../design/copy-button.tsx';
import { gatewayAddress } from './gateway-address.ts';
import { checkParts, readHealth, type PartHealth } from './gateway-parts.ts';
import { GatewayText } from '../../design/gateway-text.tsx';

/** Loaded once, and again after a reconnect or when the gateway reports a change; nothing is polled. */
export function AboutCard() {
  const health = useRequest('health', {}, ['health']);
  const info = useRequest('system.info', {});
  const access = useRequest('network.status', {}, ['settings.changed']);
  const providers = useRequest('providers.list', {}, ['settings.changed']);
  const config = useRequest('config.get', {}, ['config.changed']);
  const version = useStore(useServices().connection, ({ hello }) => hello?.server.version ?? '');
  if (health.data === undefined) return <RequestStatus read={health} height="h-64" failed={t('gateway.noResponse')} />;
  const { uptimeMs, memoryBytes, problems } = readHealth(health.data);
  const parts = checkParts({ problems, access: access.data, providers: providers.data, config: config.data });
  const limits = { message: formatBytes(MAX_FRAME_BYTES), buffer: formatBytes(MAX_BUFFERED_BYTES) };
  return (
    <Card className="p-4">
      <Facts
        className="grid-cols-[8rem_1fr] gap-y-2 text-sm max-md:grid-cols-[6rem_1fr]"
        rows={[
          [t('gateway.about.health'), <Health key="health" parts={parts} />],
          ...addressFacts(access.data),
          [t('gateway.about.version'), version],
          [t('gateway.about.uptime'), uptimeMs === undefined ? undefined : formatDuration(uptimeMs)],
          [t('gateway.about.memory'), memoryBytes === undefined ? undefined : formatBytes(memoryBytes)],
          [t('gateway.about.machine'), info.data && describeMachine(info.data)],
          [t('gateway.about.limits'), t('gateway.about.limitsText', limits)],
        ]}
      />
    </Card>
  );
}

function Health({ parts }: { readonly parts: readonly PartHealth[] }) {
  const count = parts.filter(({ problems }) => problems.length > 0).length;
  return (
    <>
      <Badge tone={count === 0 ? 'ok' : 'bad'}>
        {count === 0 ? t('gateway.about.healthy') : t('gateway.about.problems', { count })}
      </Badge>
      <ul className="mt-1.5 flex flex-col gap-1 text-xs">
        {parts.map(({ name, problems }) => (
          <li key={name} className="flex items-baseline gap-2">
            <Dot tone={problems.length === 0 ? 'ok' : 'bad'} />
            <span className="text-ink-soft">{name}</span>
            <span className="min-w-0 wrap-anywhere text-ink-faint">
              {problems.length === 0 ? t('gateway.about.ok') : <GatewayText>{problems.join('; ')}</GatewayText>}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

function addressFacts(access: NetworkAccessStatus | undefined): readonly (readonly [string, ReactNode])[] {
  const { http, network } = gatewayAddress(location.origin, access);
  const address = [t('gateway.about.address'), <CopyText key="address" text={http} />] as const;
  if (access === undefined) return [address];
  const { mode, port, fingerprint } = access;
  const urls = network.map((url) => (
    <span key={url} className="block">
      <CopyText text={url} />
    </span>
  ));
  return [
    address,
    [t('gateway.about.network'), [t(`devices.network.mode.${mode}`), ...urls]],
    [t('gateway.about.port'), port],
    [
      t('gateway.about.fingerprint'),
      fingerprint && (
        <code key="code" className="text-xs">
          {fingerprint}
        </code>
      ),
    ],
  ];
}

function describeMachine(info: MethodResult<'system.info'>): string {
  const node = info.nodeVersion === undefined ? '' : `Node ${info.nodeVersion}`;
  return joinFacts(info.machineName ?? info.hostname, info.osLabel ?? info.platform, node);
}
