// Credentials that the gateway adds to requests of machines. Their secrets are write-only.
import { Trash2 } from 'lucide-react';
import type { OutboundCredential } from '#contract/types/outbound.ts';
import { joinFacts } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { IconButton } from '../../design/button.tsx';
import { ConfirmButton } from '../../design/dialog.tsx';
import { CardList, CardRow, Section } from '../../design/page.tsx';
import { RequestStatus } from '../../design/states.tsx';
import { attempt } from '../../design/toasts.ts';
import { useClient, useRequest } from '../../state/use-client.ts';
import { NewCredential } from './new-credential.tsx';

/** The section of the page. */
export function CredentialsSection() {
  const read = useRequest('outbound.credentials.list', {}, ['settings.changed']);
  return (
    <Section title={t('outbound.credentials')} summary={t('outbound.credentials.summary')} actions={<NewCredential />}>
      <RequestStatus read={read} rows={2} failed={t('outbound.credentials.loadFailed')} />
      {read.data !== undefined && (
        <CardList
          empty={t('outbound.credentials.empty')}
          rows={read.data.credentials.map((credential) => (
            <Row key={credential.id} credential={credential} />
          ))}
        />
      )}
    </Section>
  );
}

function Row({ credential }: { readonly credential: OutboundCredential }) {
  const { id, host, port, path, use, access, user, agents } = credential;
  const client = useClient();
  const place = `${port === 443 ? host : `${host}:${port}`}${path}`;
  const remove = () =>
    attempt(t('outbound.credentials.remove.failed'), () => client.request('outbound.credentials.delete', { id }));
  const facts = joinFacts(
    t(`outbound.credentials.use.${use}`),
    user,
    t(`outbound.credentials.access.${access}`),
    t('outbound.credentials.agents', { count: agents.length, names: agents.join(', ') }),
  );
  return (
    <CardRow title={place} facts={facts}>
      <ConfirmButton
        trigger={<IconButton icon={Trash2} label={t('outbound.credentials.remove', { host })} />}
        title={t('outbound.credentials.remove.question', { host })}
        description={t('outbound.credentials.remove.text', { place })}
        confirmLabel={t('controls.delete')}
        onConfirm={remove}
      />
    </CardRow>
  );
}
