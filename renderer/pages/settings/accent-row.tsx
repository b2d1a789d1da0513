// The accent color: one of a few that are legible in every theme.
import { Check } from 'lucide-react';
import { RadioGroup } from 'radix-ui';
import { ACCENTS } from '#contract/types/preferences.ts';
import { t } from '#messages/translate.ts';
import { usePreference } from './preference-row.tsx';
import { SettingRow } from './setting-row.tsx';

/** For use inside a Card. */
export function AccentRow() {
  const { value, set, onReset } = usePreference('accent');
  const chosen = ACCENTS.find((accent) => accent === value) ?? ACCENTS[0];
  return (
    <SettingRow title={t('settings.accent')} onReset={onReset}>
      {() => (
        <RadioGroup.Root
          aria-label={t('settings.accent')}
          value={chosen}
          onValueChange={set}
          className="flex flex-wrap gap-1.5"
        >
          {ACCENTS.map((accent) => (
            <RadioGroup.Item
              key={accent}
              value={accent}
              aria-label={t(`settings.accent.${accent}`)}
              title={t(`settings.accent.${accent}`)}
              data-accent={accent}
              className="accent-swatch inline-flex size-6.5 items-center justify-center rounded-full ring-1 ring-line-strong"
            >
              <RadioGroup.Indicator>
                <Check size={14} aria-hidden className="text-on-accent" />
              </RadioGroup.Indicator>
            </RadioGroup.Item>
          ))}
        </RadioGroup.Root>
      )}
    </SettingRow>
  );
}
