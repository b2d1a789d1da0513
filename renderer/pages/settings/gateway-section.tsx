// This gateway: address, version, health; how other browsers and clients get in; the audit log.
import { Copy, Link } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { MethodResult } from '#contract/methods.ts';
import { Badge } from '../../design/badge.tsx';
import { Button, IconButton } from '../../design/button.tsx';
import { Card, Section } from '../../design/page.tsx';
import { ErrorNote, Skeleton } from '../../design/states.tsx';
import { leftWords } from '../../design/time-words.ts';
import { toast, toastError } from '../../design/toasts.ts';
import { useNow } from '../../design/use-now.ts';
import { useClient, useRequest, useServices } from '../../state/use-client.ts';
import { sizeWords } from '../files/tree.ts';
import { AuditCard } from './audit-card.tsx';
import { durationWords, readHealth } from './health-facts.ts';

/** Settings, Gateway. */
export function GatewaySection() {
  return (
    <>
      <Section title="This gateway">
        <AboutCard />
      </Section>
      <Section title="Sign in another browser" summary="A link that works once, for five minutes, on this machine.">
        <LinkCard />
      </Section>
      <Section
        title="Connect other clients"
        summary="Anything that speaks the OpenClaw gateway protocol: its command line, its Control UI, its apps."
      >
        <ClientsCard />
      </Section>
      <Section
        title="Audit log"
        summary="Every decision and every change of settings, in a chain that shows tampering."
      >
        <AuditCard />
      </Section>
    </>
  );
}

function AboutCard() {
  const { connection } = useServices();
  const hello = useStore(connection, (state) => state.hello);
  const health = useRequest('health', {});
  const info = useRequest('system.info', {});
  if (health.status === 'error' && health.data === undefined)
    return (
      <ErrorNote
        title="The gateway does not answer"
        message={health.error.message}
        onRetry={() => void health.reload()}
      />
    );
  if (health.data === undefined) return <Skeleton className="h-40" />;
  const facts = readHealth(health.data);
  return (
    <Card className="p-4">
      <dl className="grid grid-cols-[8rem_1fr] gap-x-4 gap-y-2 text-sm">
        <Fact name="Health">
          {facts.problems.length === 0 ? (
            <Badge tone="ok">all well</Badge>
          ) : (
            <Badge tone="bad">{facts.problems.join(', ')}</Badge>
          )}
        </Fact>
        <Fact name="Version">{hello?.server.version ?? ''}</Fact>
        <Fact name="Address">
          <CopyText text={location.origin} />
        </Fact>
        {facts.uptimeMs !== undefined && <Fact name="Running for">{durationWords(facts.uptimeMs)}</Fact>}
        {facts.memoryBytes !== undefined && <Fact name="Memory">{sizeWords(facts.memoryBytes)}</Fact>}
        {info.data !== undefined && <Fact name="Machine">{machineWords(info.data)}</Fact>}
      </dl>
    </Card>
  );
}

function machineWords(info: MethodResult<'system.info'>): string {
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

function CopyText({ text }: { readonly text: string }) {
  return (
    <span className="inline-flex max-w-full items-center gap-1">
      <code className="truncate text-xs">{text}</code>
      <IconButton
        label={`Copy ${text}`}
        size="xs"
        onClick={() => void navigator.clipboard.writeText(text).then(() => toast({ title: 'Copied' }))}
      >
        <Copy size={12} aria-hidden />
      </IconButton>
    </span>
  );
}

type BrowserLink = MethodResult<'browsers.link'>;

function LinkCard() {
  const client = useClient();
  const [link, setLink] = useState<BrowserLink | undefined>();
  const make = async () => {
    try {
      setLink(await client.request('browsers.link', {}));
    } catch (cause) {
      toastError('No link was made', cause);
    }
  };
  return (
    <Card className="flex flex-wrap items-center gap-3 p-4">
      {link === undefined ? (
        <p className="min-w-0 flex-1 text-sm text-ink-soft">
          Open the link in the other browser. Whoever opens it first is signed in.
        </p>
      ) : (
        <LinkLine link={link} />
      )}
      <Button icon={<Link size={14} aria-hidden />} onClick={() => void make()}>
        {link === undefined ? 'Make a link' : 'Another link'}
      </Button>
    </Card>
  );
}

function LinkLine({ link }: { readonly link: BrowserLink }) {
  const left = link.expiresAtMs - useNow(1_000);
  if (left <= 0) return <p className="min-w-0 flex-1 text-sm text-ink-soft">The link is too old now.</p>;
  return (
    <div className="min-w-0 flex-1">
      <CopyText text={link.url} />
      <p className="tabular text-xs text-ink-faint">{leftWords(left)} left</p>
    </div>
  );
}

function ClientsCard() {
  const address = location.origin.replace(/^http/, 'ws');
  return (
    <Card className="flex flex-col gap-2 p-4 text-sm text-ink-soft">
      <p>Give them this address, and the gateway token of this machine.</p>
      <p>
        <CopyText text={address} />
      </p>
      <p>
        The token is in the file <code className="text-xs">token</code> of Gatehouse’s home folder, which only you can
        read. It is never shown in a page.
      </p>
    </Card>
  );
}
