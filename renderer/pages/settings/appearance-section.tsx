// Appearance and keyboard settings. Each change shows immediately, and the gateway stores it.
import { Minus, Monitor, Moon, Plus, Sun } from 'lucide-react';
import type { ReactNode } from 'react';
import { ANNOUNCEMENTS, CODE_FONTS } from '#contract/types/preferences.ts';
import { LANGUAGES } from '#messages/languages.ts';
import { t } from '#messages/translate.ts';
import { IconButton } from '../../design/button.tsx';
import { Card, Section } from '../../design/page.tsx';
import { Select } from '../../design/select.tsx';
import { Segmented } from '../../design/tabs.tsx';
import { attempt } from '../../design/toasts.ts';
import { useServices } from '../../state/use-client.ts';
import { AccentRow } from './accent-row.tsx';
import { SwitchRow, usePreference } from './preference-row.tsx';
import { SettingRow } from './setting-row.tsx';
import { TerminalSettings } from './terminal-settings.tsx';

/** Settings, Appearance. */
export function AppearanceSection() {
  return (
    <>
      <Section title={t('settings.look')}>
        <Card>
          <ChoiceRow
            name="theme"
            options={[
              { value: 'system', label: t('settings.theme.system'), icon: <Monitor size={13} aria-hidden /> },
              { value: 'light', label: t('settings.theme.light'), icon: <Sun size={13} aria-hidden /> },
              { value: 'dark', label: t('settings.theme.dark'), icon: <Moon size={13} aria-hidden /> },
            ]}
          />
          <ChoiceRow
            name="contrast"
            hint={t('settings.contrast.hint')}
            options={[
              { value: 'normal', label: t('settings.contrast.normal') },
              { value: 'high', label: t('settings.contrast.high') },
            ]}
          />
          <AccentRow />
          <ChoiceRow
            name="density"
            options={[
              { value: 'comfortable', label: t('settings.density.comfortable') },
              { value: 'compact', label: t('settings.density.compact') },
            ]}
          />
          <LanguageRow />
          <SwitchRow
            name="reducedMotion"
            title={t('settings.motion')}
            initial={false}
            hint={() => t('settings.motion.hint')}
          />
          <ChoiceRow
            name="announcements"
            hint={t('settings.announcements.hint')}
            options={ANNOUNCEMENTS.map((value) => ({ value, label: t(`settings.announcements.${value}`) }))}
          />
        </Card>
      </Section>
      <Section title={t('settings.text')}>
        <Card>
          <SizeRow name="fontSize" initial={16} min={12} max={22} />
          <ChoiceRow
            name="codeFont"
            options={CODE_FONTS.map((value) => ({ value, label: t(`settings.codeFont.${value}`) }))}
          />
          <SizeRow name="codeFontSize" initial={13} min={10} max={20} hint={t('settings.codeFontSize.hint')} />
        </Card>
      </Section>
      <Section title={t('settings.keyboard')}>
        <Card>
          <SwitchRow
            name="enterSends"
            title={t('settings.enterSends')}
            initial
            hint={(on) => (on ? t('settings.enterSends.on') : t('settings.enterSends.off'))}
          />
        </Card>
      </Section>
      <TerminalSettings />
    </>
  );
}

interface ChoiceRowProps {
  readonly name: 'theme' | 'contrast' | 'density' | 'codeFont' | 'announcements';
  readonly hint?: string;
  /** The default first. */
  readonly options: readonly { readonly value: string; readonly label: string; readonly icon?: ReactNode }[];
}

function ChoiceRow({ name, hint, options }: ChoiceRowProps) {
  const { value, set, onReset } = usePreference(name);
  const title = t(`settings.${name}`);
  const chosen = options.find((option) => option.value === value) ?? options[0];
  return (
    <SettingRow title={title} hint={hint} onReset={onReset}>
      {() => <Segmented label={title} options={options} value={chosen?.value ?? ''} onChange={set} />}
    </SettingRow>
  );
}

const SYSTEM = 'system';

/** The catalogs load before the first render, so a new language takes effect with a reload. */
function LanguageRow() {
  const { preferences } = useServices();
  const { value, onReset } = usePreference('language');
  const choose = (language: string): void =>
    attempt(t('settings.notSaved'), async () => {
      await preferences.set({ language: language === SYSTEM ? null : language });
      location.reload();
    });
  const languages = Object.entries(LANGUAGES).map(([id, { name }]) => ({ value: id, label: name }));
  return (
    <SettingRow title={t('settings.language')} hint={t('settings.language.hint')} onReset={onReset}>
      {(control) => (
        <Select
          {...control}
          className="w-60"
          options={[{ value: SYSTEM, label: t('settings.language.system') }, ...languages]}
          value={typeof value === 'string' ? value : SYSTEM}
          onChange={choose}
        />
      )}
    </SettingRow>
  );
}

interface SizeRowProps {
  readonly name: 'fontSize' | 'codeFontSize';
  readonly initial: number;
  readonly min: number;
  readonly max: number;
  readonly hint?: string;
}

function SizeRow({ name, initial, min, max, hint }: SizeRowProps) {
  const { value, set, onReset } = usePreference(name);
  const setting = t(`settings.${name}`);
  const size = typeof value === 'number' ? value : initial;
  const step = (by: 1 | -1) => ({
    look: 'secondary' as const,
    disabled: by === 1 ? size >= max : size <= min,
    onClick: () => set(size + by),
  });
  return (
    <SettingRow title={setting} hint={hint} onReset={onReset}>
      {() => (
        <div role="group" aria-label={setting} className="flex items-center gap-1">
          <IconButton icon={Minus} label={t('settings.decrease', { setting })} {...step(-1)} />
          <output className="tabular w-14 text-center text-sm">{t('settings.pixels', { value: size })}</output>
          <IconButton icon={Plus} label={t('settings.increase', { setting })} {...step(1)} />
        </div>
      )}
    </SettingRow>
  );
}
