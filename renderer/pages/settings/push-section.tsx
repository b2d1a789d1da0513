// Push messages to this device, and what they mean for privacy.
import { useEffect, useState } from 'react';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { Card, Section } from '../../design/page.tsx';
import { toast, useAction } from '../../design/toasts.ts';
import { readPush, testPush, turnPushOff, turnPushOn, type PushState } from '../../notifications/push-subscription.ts';
import { inDesktopShell } from '../../state/channels/port-channel.ts';
import { useClient, useSupports } from '../../state/use-client.ts';
import { SettingRow } from './setting-row.tsx';

/** For browsers: the desktop app shows its own notifications. */
export function PushSection() {
  const isSupported = useSupports('push.web.subscribe');
  if (!isSupported || inDesktopShell(location.protocol)) return null;
  return (
    <Section title={t('push.title')}>
      <PushCard />
    </Section>
  );
}

function PushCard() {
  const client = useClient();
  const [state, setState] = useState<PushState>();
  const change = useAction(t('push.failed'));
  const test = useAction(t('push.testFailed'));
  const reload = async (): Promise<void> => setState(await readPush());
  useEffect(() => {
    // Only a browser without push messages fails here.
    readPush().then(setState, () => setState({ kind: 'unsupported' }));
  }, []);
  const run = (action: () => Promise<void>): void => change.run(() => action().finally(reload));
  const sendTest = async (): Promise<void> => {
    await testPush(client);
    toast({ title: t('push.testSent') });
  };
  return (
    <Card>
      <SettingRow title={t('push.show')} hint={describePush(state)}>
        {() => (
          <>
            {state?.kind === 'off' && (
              <Button label={t('push.turnOn')} busy={change.busy} onClick={() => run(() => turnPushOn(client))} />
            )}
            {state?.kind === 'on' && (
              <>
                <Button label={t('push.test')} busy={test.busy} onClick={() => test.run(sendTest)} />
                <Button label={t('push.turnOff')} busy={change.busy} onClick={() => run(() => turnPushOff(client))} />
              </>
            )}
          </>
        )}
      </SettingRow>
    </Card>
  );
}

function describePush(state: PushState | undefined): string {
  if (state === undefined) return t('controls.loading');
  return state.kind === 'on' ? t('push.on', { service: state.service }) : t(`push.${state.kind}`);
}
