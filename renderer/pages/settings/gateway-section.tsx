// This gateway: address, health, sign-in and traffic; how other browsers and clients get in; the audit log.
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
      <Section title="This gateway">
        <AboutCard />
      </Section>
      <Section title="Sign-in" summary="How programs prove who they are.">
        <SignInCard />
      </Section>
      <Section title="Sign in another browser" summary="A link that works once, for five minutes, on this machine.">
        <LinkCard />
      </Section>
      <Section
        title="Connect other clients"
        summary="Whatever speaks the OpenClaw gateway protocol, or the OpenAI API."
      >
        <ClientsCard />
      </Section>
      <Section title="Traffic" summary="Programs read the same at /metrics.">
        <TrafficCard />
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
