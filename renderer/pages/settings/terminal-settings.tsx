// Settings of terminals.
import { t } from '#messages/translate.ts';
import { Card, Section } from '../../design/page.tsx';
import { Select } from '../../design/select.tsx';
import { Segmented } from '../../design/tabs.tsx';
import { TERMINAL_PLACE_PREFERENCE, TERMINAL_PLACES } from '../../state/terminal-place.ts';
import { PASTE_GUARDS, TERMINAL_PREFERENCES } from '../terminal/terminal-preferences.ts';
import { SwitchRow, usePreference } from './preference-row.tsx';
import { SettingRow } from './setting-row.tsx';

/** Where terminals are, and how they paste and copy. */
export function TerminalSettings() {
  return (
    <Section title={t('settings.terminal')}>
      <Card>
        <PlaceRow />
        <PasteGuardRow />
        <SwitchRow
          name={TERMINAL_PREFERENCES.copyOnSelect}
          title={t('settings.terminalCopyOnSelect')}
          initial={false}
          hint={() => t('settings.terminalCopyOnSelect.hint')}
        />
      </Card>
    </Section>
  );
}

function PlaceRow() {
  const { value, set, onReset } = usePreference(TERMINAL_PLACE_PREFERENCE);
  const title = t('settings.terminalPlace');
  return (
    <SettingRow title={title} hint={t('settings.terminalPlace.hint')} onReset={onReset}>
      {() => (
        <Segmented
          label={title}
          options={TERMINAL_PLACES.map((place) => ({ value: place, label: t(`settings.terminalPlace.${place}`) }))}
          value={TERMINAL_PLACES.find((place) => place === value) ?? 'right'}
          onChange={set}
        />
      )}
    </SettingRow>
  );
}

function PasteGuardRow() {
  const { value, set, onReset } = usePreference(TERMINAL_PREFERENCES.pasteGuard);
  return (
    <SettingRow title={t('settings.terminalPasteGuard')} onReset={onReset}>
      {(control) => (
        <Select
          {...control}
          className="w-72"
          options={PASTE_GUARDS.map((guard) => ({ value: guard, label: t(`settings.terminalPasteGuard.${guard}`) }))}
          value={PASTE_GUARDS.find((guard) => guard === value) ?? 'always'}
          onChange={set}
        />
      )}
    </SettingRow>
  );
}
