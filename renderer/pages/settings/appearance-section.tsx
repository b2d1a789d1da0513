// How the app looks and how it takes keys. Each change shows at once and is kept by the gateway.
import { Minus, Monitor, Moon, Plus, Sun } from 'lucide-react';
import { useStore } from 'zustand';
import type { Preferences } from '#contract/types/preferences.ts';
import { IconButton } from '../../design/button.tsx';
import { Card, Section } from '../../design/page.tsx';
import { Switch } from '../../design/switch.tsx';
import { Segmented } from '../../design/tabs.tsx';
import { toastError } from '../../design/toasts.ts';
import { useServices } from '../../state/use-client.ts';
import { SettingRow } from './setting-row.tsx';

type Change = (changes: Readonly<Record<string, unknown>>) => void;

/** Settings, Appearance. */
export function AppearanceSection() {
  const { preferences } = useServices();
  const state = useStore(preferences.store);
  const change: Change = (changes) => {
    preferences
      .set(changes)
      .catch((cause: unknown) => toastError('It shows here, but the gateway did not keep it', cause));
  };
  const reset = (key: string) => (state[key] === undefined ? undefined : () => change({ [key]: null }));
  return (
    <>
      <Section title="Look">
        <Card>
          <ThemeRow state={state} change={change} onReset={reset('theme')} />
          <SettingRow title="Contrast" words="High makes lines and faint text plain." onReset={reset('contrast')}>
            {() => (
              <Segmented
                label="Contrast"
                options={[
                  { value: 'normal', label: 'Normal' },
                  { value: 'high', label: 'High' },
                ]}
                value={state['contrast'] === 'high' ? 'high' : 'normal'}
                onChange={(contrast) => change({ contrast })}
              />
            )}
          </SettingRow>
          <SettingRow title="Density" onReset={reset('density')}>
            {() => (
              <Segmented
                label="Density"
                options={[
                  { value: 'comfortable', label: 'Comfortable' },
                  { value: 'compact', label: 'Compact' },
                ]}
                value={state.density ?? 'comfortable'}
                onChange={(density) => change({ density })}
              />
            )}
          </SettingRow>
          <SettingRow
            title="Reduced motion"
            words="Nothing moves by itself. Your system’s wish is always followed."
            onReset={reset('reducedMotion')}
          >
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
      <Section title="Text">
        <Card>
          <SettingRow title="Font size" onReset={reset('fontSize')}>
            {() => (
              <Stepper
                label="Font size"
                value={state.fontSize ?? 16}
                least={12}
                most={22}
                onChange={(fontSize) => change({ fontSize })}
              />
            )}
          </SettingRow>
          <SettingRow title="Code font size" words="Code, the editor and terminals." onReset={reset('codeFontSize')}>
            {() => (
              <Stepper
                label="Code font size"
                value={state.codeFontSize ?? 13}
                least={10}
                most={20}
                onChange={(codeFontSize) => change({ codeFontSize })}
              />
            )}
          </SettingRow>
        </Card>
      </Section>
      <Section title="Keys">
        <Card>
          <SettingRow
            title="Enter sends"
            words={
              state.enterSends === false
                ? 'Enter makes a new line; Ctrl or ⌘ with Enter sends.'
                : 'Shift with Enter makes a new line.'
            }
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

function ThemeRow({
  state,
  change,
  onReset,
}: {
  readonly state: Preferences;
  readonly change: Change;
  readonly onReset: (() => void) | undefined;
}) {
  return (
    <SettingRow title="Theme" onReset={onReset}>
      {() => (
        <Segmented
          label="Theme"
          options={[
            { value: 'system', label: 'System', icon: <Monitor size={13} aria-hidden /> },
            { value: 'light', label: 'Light', icon: <Sun size={13} aria-hidden /> },
            { value: 'dark', label: 'Dark', icon: <Moon size={13} aria-hidden /> },
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
  readonly least: number;
  readonly most: number;
  readonly onChange: (value: number) => void;
}

function Stepper({ label, value, least, most, onChange }: StepperProps) {
  return (
    <div role="group" aria-label={label} className="flex items-center gap-1">
      <IconButton
        label={`Smaller: ${label}`}
        look="secondary"
        disabled={value <= least}
        onClick={() => onChange(value - 1)}
      >
        <Minus size={13} aria-hidden />
      </IconButton>
      <output className="tabular w-14 text-center text-sm">{value} px</output>
      <IconButton
        label={`Larger: ${label}`}
        look="secondary"
        disabled={value >= most}
        onClick={() => onChange(value + 1)}
      >
        <Plus size={13} aria-hidden />
      </IconButton>
    </div>
  );
}
