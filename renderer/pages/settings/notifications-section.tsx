// Desktop notifications: the browser's permission, what to notify about, and how much they say.
import { useStore } from 'zustand';
import { QUIET_PREFERENCE, quietHours, type QuietHours } from '#contract/types/quiet-hours.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { TextInput } from '../../design/field.tsx';
import { Card, Section } from '../../design/page.tsx';
import { Switch } from '../../design/switch.tsx';
import { attempt } from '../../design/toasts.ts';
import { DETAILS_PREFERENCE, NOTICE_KINDS, noticePreference } from '../../notifications/notice.ts';
import { canShow } from '../../notifications/surface.ts';
import { useServices } from '../../state/use-client.ts';
import { SwitchRow, usePreference } from './preference-row.tsx';
import { PushSection } from './push-section.tsx';
import { SettingRow } from './setting-row.tsx';

const TEST_ID = 'test';

/** Settings, Notifications. */
export function NotificationsSection() {
  return (
    <>
      <PermissionCard />
      <PushSection />
      <Section title={t('notifications.kinds')}>
        <Card>
          {NOTICE_KINDS.map((kind) => (
            <SwitchRow
              key={kind}
              name={noticePreference(kind)}
              title={t(`notifications.kind.${kind}`)}
              initial
              hint={() => t(`notifications.kind.${kind}.hint`)}
            />
          ))}
        </Card>
      </Section>
      <QuietHoursCard />
      <Section title={t('notifications.content')}>
        <Card>
          <SwitchRow
            name={DETAILS_PREFERENCE}
            title={t('notifications.details')}
            initial={false}
            hint={(on) => (on ? t('notifications.details.on') : t('notifications.details.off'))}
          />
        </Card>
      </Section>
    </>
  );
}

const USUAL_QUIET: QuietHours = { from: '22:00', to: '07:00' };

function QuietHoursCard() {
  const { value, set } = usePreference(QUIET_PREFERENCE);
  const hours = quietHours({ [QUIET_PREFERENCE]: value });
  const timeField = (part: keyof QuietHours, current: QuietHours) => (
    <TextInput
      type="time"
      required
      aria-label={t(`notifications.quiet.${part}`)}
      value={current[part]}
      onChange={({ currentTarget }) => currentTarget.value !== '' && set({ ...current, [part]: currentTarget.value })}
      className="w-28"
    />
  );
  return (
    <Section title={t('notifications.quiet')}>
      <Card>
        <SettingRow
          title={t('notifications.quiet')}
          hint={hours === undefined ? t('notifications.quiet.off') : t('notifications.quiet.hint')}
        >
          {(control) => (
            <>
              {hours !== undefined && (
                <>
                  {timeField('from', hours)}
                  <span aria-hidden>–</span>
                  {timeField('to', hours)}
                </>
              )}
              <Switch {...control} checked={hours !== undefined} onChange={(isOn) => set(isOn ? USUAL_QUIET : null)} />
            </>
          )}
        </SettingRow>
      </Card>
    </Section>
  );
}

/** The browser is asked for permission only on a click here. */
function PermissionCard() {
  const { notices } = useServices();
  const { state } = useStore(notices.permission);
  const test = (): void =>
    notices.show({
      id: TEST_ID,
      title: t('notifications.test.title'),
      body: t('notifications.test.text'),
      path: '/settings/notifications',
    });
  return (
    <Section title={state === 'shell' ? t('notifications.here.app') : t('notifications.here')}>
      <Card>
        <SettingRow title={t('notifications.show')} hint={t(`notifications.show.${state}`)}>
          {() => (
            <>
              {state === 'default' && (
                <Button
                  label={t('notifications.allow')}
                  look="primary"
                  onClick={() => attempt(t('notifications.allowFailed'), () => notices.request())}
                />
              )}
              {canShow(state) && <Button label={t('notifications.test')} onClick={test} />}
            </>
          )}
        </SettingRow>
      </Card>
    </Section>
  );
}
