// Appearance and keyboard settings. Each change shows immediately, and the gateway stores it.
import { Minus, Monitor, Moon, Plus, Sun } from 'lucide-react';
import { useStore } from 'zustand';
import type { Preferences } from '#contract/types/preferences.ts';
import { t } from '#messages/translate.ts';
import { LANGUAGES } from '#messages/languages.ts';
import { IconButton } from '../../design/button.tsx';
import { Card, Section } from '../../design/page.tsx';
import { Switch } from '../../design/switch.tsx';
import { Select } from '../../design/select.tsx';
import { Segmented } from '../../design/tabs.tsx';
import { attempt } from '../../design/toasts.ts';
import { useServices } from '../../state/use-client.ts';
import { SettingRow } from './setting-row.tsx';

type Change = (changes: Readonly<Record<string, unknown>>) => void;

/** Settings, Appearance. */
export function AppearanceSection() {
  const { preferences } = useServices();
  const state = useStore(preferences.store);
  const change: Change = (changes) => attempt(t('settings.notSaved'), () => preferences.set(changes));
  const reset = (key: string) => (state[key] === undefined ? undefined : () => change({ [key]: null }));
  return (
    <>
      <Section title={t('settings.look')}>
        <Card>
          <ThemeRow state={state} change={change} onReset={reset('theme')} />
          <SettingRow title={t('settings.contrast')} hint={t('settings.contrast.hint')} onReset={reset('contrast')}>
            {() => (
              <Segmented
                label={t('settings.contrast')}
                options={[
                  { value: 'normal', label: t('settings.contrast.normal') },
                  { value: 'high', label: t('settings.contrast.high') },
                ]}
                value={state['contrast'] === 'high' ? 'high' : 'normal'}
                onChange={(contrast) => change({ contrast })}
              />
            )}
          </SettingRow>
          <SettingRow title={t('settings.density')} onReset={reset('density')}>
            {() => (
              <Segmented
                label={t('settings.density')}
                options={[
                  { value: 'comfortable', label: t('settings.density.comfortable') },
                  { value: 'compact', label: t('settings.density.compact') },
                ]}
                value={state.density ?? 'comfortable'}
                onChange={(density) => change({ density })}
              />
            )}
          </SettingRow>
          <LanguageRow state={state} onReset={reset('language')} />
          <SettingRow title={t('settings.motion')} hint={t('settings.motion.hint')} onReset={reset('reducedMotion')}>
            {(control) => (
              <Switch
                {...control}
                checked={state.reducedMotion === true}
                onChange={(reducedMotion) => change({ reducedMotion })}
              />
            )}
          </SettingRow>
        </Card>
      </Section>
      <TextAndKeys state={state} change={change} reset={reset} />
    </>
  );
}

interface RowsProps {
  readonly state: Preferences;
  readonly change: Change;
  readonly reset: (key: string) => (() => void) | undefined;
}

function TextAndKeys({ state, change, reset }: RowsProps) {
  return (
    <>
      <Section title={t('settings.text')}>
        <Card>
          <SettingRow title={t('settings.fontSize')} onReset={reset('fontSize')}>
            {() => (
              <Stepper
                label={t('settings.fontSize')}
                value={state.fontSize ?? 16}
                min={12}
                max={22}
                onChange={(fontSize) => change({ fontSize })}
              />
            )}
          </SettingRow>
          <SettingRow
            title={t('settings.codeFontSize')}
            hint={t('settings.codeFontSize.hint')}
            onReset={reset('codeFontSize')}
          >
            {() => (
              <Stepper
                label={t('settings.codeFontSize')}
                value={state.codeFontSize ?? 13}
                min={10}
                max={20}
                onChange={(codeFontSize) => change({ codeFontSize })}
              />
            )}
          </SettingRow>
        </Card>
      </Section>
      <Section title={t('settings.keyboard')}>
        <Card>
          <SettingRow
            title={t('settings.enterSends')}
            hint={state.enterSends === false ? t('settings.enterSends.off') : t('settings.enterSends.on')}
            onReset={reset('enterSends')}
          >
            {(control) => (
              <Switch
                {...control}
                checked={state.enterSends ?? true}
                onChange={(enterSends) => change({ enterSends })}
              />
            )}
          </SettingRow>
        </Card>
      </Section>
    </>
  );
}

const SYSTEM = 'system';

/** The catalogs load before the first render, so a new language takes effect with a reload. */
function LanguageRow({ state, onReset }: Pick<RowProps, 'state' | 'onReset'>) {
  const { preferences } = useServices();
  const choose = (language: string): void =>
    attempt(t('settings.notSaved'), async () => {
      await preferences.set({ language: language === SYSTEM ? null : language });
      location.reload();
    });
  const languages = Object.entries(LANGUAGES).map(([value, { name }]) => ({ value, label: name }));
  return (
    <SettingRow title={t('settings.language')} hint={t('settings.language.hint')} onReset={onReset}>
      {(control) => (
        <Select
          {...control}
          className="w-60"
          options={[{ value: SYSTEM, label: t('settings.language.system') }, ...languages]}
          value={typeof state['language'] === 'string' ? state['language'] : SYSTEM}
          onChange={choose}
        />
      )}
    </SettingRow>
  );
}

interface RowProps {
  readonly state: Preferences;
  readonly change: Change;
  readonly onReset: (() => void) | undefined;
}

function ThemeRow({ state, change, onReset }: RowProps) {
  return (
    <SettingRow title={t('settings.theme')} onReset={onReset}>
      {() => (
        <Segmented
          label={t('settings.theme')}
          options={[
            { value: 'system', label: t('settings.theme.system'), icon: <Monitor size={13} aria-hidden /> },
            { value: 'light', label: t('settings.theme.light'), icon: <Sun size={13} aria-hidden /> },
            { value: 'dark', label: t('settings.theme.dark'), icon: <Moon size={13} aria-hidden /> },
          ]}
          value={state.theme ?? 'system'}
          onChange={(theme) => change({ theme })}
        />
      )}
    </SettingRow>
  );
}

interface StepperProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly onChange: (value: number) => void;
}

function Stepper({ label, value, min, max, onChange }: StepperProps) {
  return (
    <div role="group" aria-label={label} className="flex items-center gap-1">
      <IconButton
        icon={Minus}
        label={t('settings.decrease', { setting: label })}
        look="secondary"
        disabled={value <= min}
        onClick={() => onChange(value - 1)}
      />
      <output className="tabular w-14 text-center text-sm">{t('settings.pixels', { value })}</output>
      <IconButton
        icon={Plus}
        label={t('settings.increase', { setting: label })}
        look="secondary"
        disabled={value >= max}
        onClick={() => onChange(value + 1)}
      />
    </div>
  );
}
