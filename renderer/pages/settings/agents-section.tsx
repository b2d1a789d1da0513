// Settings, Agents: what applies to the sessions of all agents. Each agent's own settings are on the agents page.
import { Bot } from 'lucide-react';
import { useEffect } from 'react';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { Section } from '../../design/page.tsx';
import { href, navigate } from '../../state/route.ts';
import { useRoute } from '../../state/use-client.ts';
import { TrustedFoldersCard } from '../trust/trusted-folders-card.tsx';
import { SessionTitlesCard } from './session-titles-card.tsx';

/** `/settings/agents`. Links to `/settings/agents/<id>` open the agent on its page. */
export function AgentsSection() {
  const [, , ...agent] = useRoute().segments;
  const target = agent.length === 0 ? undefined : href('agents', ...agent);
  useEffect(() => {
    if (target !== undefined) navigate(target, { replace: true });
  }, [target]);
  return (
    <>
      <Section
        title={t('agents.title')}
        summary={t('agents.ownPage')}
        actions={<Button label={t('agents.openPage')} size="sm" icon={Bot} onClick={() => navigate('/agents')} />}
      >
        {null}
      </Section>
      <SessionTitlesCard />
      <TrustedFoldersCard />
    </>
  );
}
