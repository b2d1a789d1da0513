// People who ask to be linked, and those who are.
import type { ChannelPerson, PersonRight } from '#contract/types/channels.ts';
import { CHANNEL_NOTIFICATIONS } from '#contract/types/channels.ts';
import { formatAgo, joinFacts } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { ConfirmButton } from '../../design/dialog.tsx';
import { CardList, CardRow, Section } from '../../design/page.tsx';
import { Select } from '../../design/select.tsx';
import { RequestStatus } from '../../design/states.tsx';
import { Switch } from '../../design/switch.tsx';
import { attempt, useAction } from '../../design/toasts.ts';
import { useNow } from '../../design/use-now.ts';
import { useClient, useRequest } from '../../state/use-client.ts';

interface PeopleSectionProps {
  /** Titles of accounts, by ID. */
  readonly titles: ReadonlyMap<string, string>;
}

const MINUTE_MS = 60_000;

/** Both lists. */
export function PeopleSection({ titles }: PeopleSectionProps) {
  const people = useRequest('channels.people.list', {}, ['settings.changed']);
  const requests = useRequest('channels.pairing.list', {}, ['settings.changed']);
  return (
    <>
      {(requests.data?.requests.length ?? 0) > 0 && (
        <Section title={t('channels.requests')} summary={t('channels.requests.summary')}>
          <CardList
            empty={null}
            rows={(requests.data?.requests ?? []).map((request) => (
              <RequestRow key={request.requestId} request={request} />
            ))}
          />
        </Section>
      )}
      <Section title={t('channels.people')} summary={t('channels.people.summary')}>
        {people.data === undefined ? (
          <RequestStatus read={people} rows={2} failed={t('channels.people.loadFailed')} />
        ) : (
          <CardList
            empty={t('channels.people.empty')}
            rows={people.data.people.map((person) => (
              <PersonRow
                key={`${person.channel}:${person.senderId}`}
                person={person}
                title={titles.get(person.channel) ?? person.channel}
              />
            ))}
          />
        )}
      </Section>
    </>
  );
}

interface RequestRowProps {
  readonly request: {
    readonly requestId: string;
    readonly channel: string;
    readonly channelLabel: string;
    readonly accountId: string;
    readonly senderId: string;
    readonly senderLabel: string;
    readonly metadata?: Readonly<Record<string, string>>;
  };
}

function RequestRow({ request }: RequestRowProps) {
  const client = useClient();
  const { busy, run } = useAction(t('channels.failed'));
  const { requestId, channel, accountId, channelLabel, senderId, senderLabel, metadata } = request;
  const which = { requestId, channel, accountId };
  return (
    <CardRow
      title={senderLabel}
      facts={joinFacts(
        channelLabel,
        t('channels.person.id', { id: senderId }),
        t('channels.requests.code', { code: metadata?.['code'] ?? '' }),
      )}
    >
      <Button
        size="sm"
        busy={busy}
        label={t('channels.requests.approve')}
        aria-label={t('channels.requests.approveName', { name: senderLabel })}
        onClick={() => run(() => client.request('channels.pairing.approve', which))}
      />
      <Button
        size="sm"
        look="quiet"
        label={t('channels.requests.dismiss')}
        aria-label={t('channels.requests.dismissName', { name: senderLabel })}
        onClick={() => run(() => client.request('channels.pairing.dismiss', which))}
      />
    </CardRow>
  );
}

function PersonRow({ person, title }: { readonly person: ChannelPerson; readonly title: string }) {
  const client = useClient();
  const { channel, senderId, name, rights, notify, lastSeenAtMs, quiet } = person;
  const which = { channel, senderId };
  const now = useNow(MINUTE_MS);
  const setRight = (right: PersonRight, isOn: boolean) =>
    attempt(t('channels.failed'), () =>
      client.request('channels.people.update', {
        ...which,
        rights: isOn ? [...rights, right] : rights.filter((one) => one !== right),
      }),
    );
  const seen =
    lastSeenAtMs === undefined ? undefined : t('channels.person.seen', { time: formatAgo(lastSeenAtMs, now) });
  const hours = quiet === undefined ? undefined : t('channels.person.quiet', { from: quiet.from, to: quiet.to });
  return (
    <CardRow title={name} facts={joinFacts(title, t('channels.person.id', { id: senderId }), seen, hours)}>
      {(['approvals', 'admin'] as const).map((right) => (
        <span key={right} className="flex items-center gap-2 text-xs text-ink-soft">
          <Switch
            label={t(`channels.person.${right}`, { name })}
            checked={rights.includes(right)}
            onChange={(isOn) => setRight(right, isOn)}
          />
          {t(`channels.right.${right}`)}
        </span>
      ))}
      <span className="w-44">
        <Select
          label={t('channels.person.notify', { name })}
          options={CHANNEL_NOTIFICATIONS.map((value) => ({ value, label: t(`channels.notify.${value}`) }))}
          value={notify}
          onChange={(value) =>
            attempt(t('channels.failed'), () => client.request('channels.people.update', { ...which, notify: value }))
          }
        />
      </span>
      <ConfirmButton
        title={t('channels.person.unlink.question', { name })}
        description={t('channels.person.unlink.text')}
        confirmLabel={t('channels.person.unlink')}
        onConfirm={() => attempt(t('channels.failed'), () => client.request('channels.people.unlink', which))}
        trigger={<Button size="sm" look="danger-quiet" label={t('channels.person.unlink')} />}
      />
    </CardRow>
  );
}
