// The gateway: address and health, sign-in, other browsers and clients, traffic, audit log.
import { t } from '#messages/translate.ts';
import { Section } from '../../design/page.tsx';
import { AboutCard } from './about-card.tsx';
import { AuditCard } from './audit-card.tsx';
import { ClientsCard } from './clients-card.tsx';
import { LinkCard } from './link-card.tsx';
import { SignInCard } from './sign-in-card.tsx';
import { TrafficCard } from './traffic-card.tsx';

/** Settings, Gateway. */
export function GatewaySection() {
  return (
    <>
      <Section title={t('gateway.about.title')}>
        <AboutCard />
      </Section>
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
      <Section title={t('gateway.audit.title')} summary={t('gateway.audit.summary')}>
        <AuditCard />
      </Section>
    </>
  );
}
