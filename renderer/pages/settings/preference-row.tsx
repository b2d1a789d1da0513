// A preference as a setting: its value, its switch, its reset.
import { useStore } from 'zustand';
import { t } from '#messages/translate.ts';
import { Switch } from '../../design/switch.tsx';
import { attempt } from '../../design/toasts.ts';
import { useServices } from '../../state/use-client.ts';
import { SettingRow } from './setting-row.tsx';

/** A preference: its value, how to change it, and how to reset it while it isn't the default. */
export function usePreference(name: string) {
  const { preferences } = useServices();
  const value = useStore(preferences.store, (state) => state[name]);
  const set = (next: unknown) => attempt(t('settings.notSaved'), () => preferences.set({ [name]: next }));
  return { value, set, onReset: value === undefined ? undefined : () => set(null) };
}

interface SwitchRowProps {
  readonly name: string;
  readonly title: string;
  readonly initial: boolean;
  readonly hint: (on: boolean) => string;
}

/** A preference that is on or off. */
export function SwitchRow({ name, title, initial, hint }: SwitchRowProps) {
  const { value, set, onReset } = usePreference(name);
  const on = value === undefined ? initial : value === true;
  return (
    <SettingRow title={title} hint={hint(on)} onReset={onReset}>
      {(control) => <Switch {...control} checked={on} onChange={set} />}
    </SettingRow>
  );
}
