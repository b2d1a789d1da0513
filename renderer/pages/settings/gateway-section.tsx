// The gateway: address and health, sign-in, other browsers and clients, traffic, audit log.
import { Link } from 'lucide-react';
import { useState } from 'react';
import type { MethodResult } from '#contract/methods/registry.ts';
import { formatRemaining } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { Card, Section } from '../../design/page.tsx';
import { attempt } from '../../design/toasts.ts';
import { useNow } from '../../design/use-now.ts';
import { useClient } from '../../state/use-client.ts';
import { AboutCard } from './about-card.tsx';
import { AuditCard } from './audit-card.tsx';
import { BackupsSection } from './backups-section.tsx';
import { ClientsCard } from './clients-card.tsx';
import { CopyText } from '../../design/copy-button.tsx';
import { ExportCard } from './export-card.tsx';
import { SignInCard } from './sign-in-card.tsx';
import { TrafficCard } from './traffic-card.tsx';
import { UpdatesSection } from './updates-section.tsx';

/** Settings, Gateway. */
export function GatewaySection() {
  return (
    <>
      <Section title={t('gateway.about.title')}>
        <AboutCard />
      </Section>
      <UpdatesSection />
      <Section title={t('gateway.signIn.title')} summary={t('gateway.signIn.summary')}>
        <SignInCard />
      </Section>
      <Section title={t('gateway.link.title')} summary={t('gateway.link.summary')}>
        <LinkCard />
      </Section>
      <Section title={t('gateway.clients.title')} summary={t('gateway.clients.summary')}>
        <ClientsCard />
      </Section>
      <Section title={t('gateway.traffic.title')} summary={t('gateway.traffic.summary')}>
        <TrafficCard />
      </Section>
      <BackupsSection />
      <Section title={t('gateway.export.title')} summary={t('gateway.export.summary')}>
        <ExportCard />
      </Section>
      <Section title={t('gateway.audit.title')} summary={t('gateway.audit.summary')}>
        <AuditCard />
      </Section>
    </>
  );
}

type BrowserLink = MethodResult<'browsers.link'>;

/** The link is created on request. */
function LinkCard() {
  const client = useClient();
  const [link, setLink] = useState<BrowserLink | undefined>();
  const create = () =>
    attempt(t('gateway.link.createFailed'), async () => setLink(await client.request('browsers.link', {})));
  return (
    <Card className="flex flex-wrap items-center gap-3 p-4">
      {link === undefined ? (
        <p className="min-w-0 flex-1 text-sm text-ink-soft">{t('gateway.link.text')}</p>
      ) : (
        <LinkLine link={link} />
      )}
      <Button icon={Link} onClick={create}>
        {link === undefined ? t('gateway.link.create') : t('gateway.link.createNew')}
      </Button>
    </Card>
  );
}

function LinkLine({ link }: { readonly link: BrowserLink }) {
  const left = link.expiresAtMs - useNow(1_000);
  if (left <= 0) return <p className="min-w-0 flex-1 text-sm text-ink-soft">{t('gateway.link.expired')}</p>;
  return (
    <div className="min-w-0 flex-1">
      <CopyText text={link.url} label={t('gateway.link.copy')} />
      <p className="tabular text-xs text-ink-faint">{t('gateway.link.expires', { time: formatRemaining(left) })}</p>
    </div>
  );
}
