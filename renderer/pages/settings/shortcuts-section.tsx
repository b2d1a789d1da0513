// Settings, Keyboard shortcuts: all commands with their keys, which the user can change.
import { useState } from 'react';
import { useStore } from 'zustand';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { ConfirmButton } from '../../design/dialog.tsx';
import { isMac } from '../../design/key-caps.ts';
import { Card, Section } from '../../design/page.tsx';
import { SearchInput } from '../../design/search-input.tsx';
import { attempt } from '../../design/toasts.ts';
import { defaultCommands, inShell, KEYS_PREFERENCE, keyStore, type ChosenKeys } from '../../state/key-bindings.ts';
import { useServices } from '../../state/use-client.ts';
import { changeKeys, searchShortcuts, shortcutRows } from './shortcut-list.ts';
import { ShortcutRow } from './shortcut-row.tsx';

/** Each change takes effect immediately, in all windows. */
export function ShortcutsSection() {
  const { preferences } = useServices();
  const { chosen, pages } = useStore(keyStore);
  const [query, setQuery] = useState('');
  const [onlyConflicts, setOnlyConflicts] = useState(false);
  const rows = shortcutRows(defaultCommands(pages), chosen, inShell);
  const bad = rows.filter(({ conflicts, reserved }) => conflicts.length + reserved.length > 0);
  const shown = searchShortcuts(onlyConflicts && bad.length > 0 ? bad : rows, query, isMac());
  const save = (next: ChosenKeys | null) =>
    attempt(t('shortcuts.notSaved'), () => preferences.set({ [KEYS_PREFERENCE]: next }));
  const groups = Map.groupBy(shown, ({ command }) => command.group);
  return (
    <Section
      title={t('shortcuts.title')}
      summary={inShell ? t('shortcuts.summary.desktop') : t('shortcuts.summary.browser')}
      actions={
        Object.keys(chosen).length > 0 && (
          <ConfirmButton
            trigger={<Button size="sm" label={t('shortcuts.resetAll')} />}
            title={t('shortcuts.resetAllTitle')}
            description={t('shortcuts.resetAllText')}
            confirmLabel={t('shortcuts.resetAll')}
            onConfirm={() => save(null)}
          />
        )
      }
    >
      <div className="mb-4 flex flex-wrap items-center gap-3">
        <SearchInput label={t('shortcuts.search')} value={query} onChange={setQuery} className="min-w-52 flex-1" />
        {bad.length > 0 && (
          <>
            <span className="text-xs text-warn">{t('shortcuts.conflicts', { count: bad.length })}</span>
            <Button
              size="sm"
              label={t('shortcuts.showConflicts')}
              aria-pressed={onlyConflicts}
              onClick={() => setOnlyConflicts(!onlyConflicts)}
            />
          </>
        )}
      </div>
      {shown.length === 0 && <p className="text-sm text-ink-faint">{t('shortcuts.noMatch')}</p>}
      {[...groups].map(([group, list]) => (
        <section key={group} aria-label={t(group)} className="mb-5">
          <h3 className="mb-1.5 text-xs font-medium text-ink-faint">{t(group)}</h3>
          <Card>
            <ul>
              {list.map((row) => (
                <ShortcutRow
                  key={row.command.id}
                  row={row}
                  onChange={(keys) => save(changeKeys(chosen, row.command, keys))}
                />
              ))}
            </ul>
          </Card>
        </section>
      ))}
    </Section>
  );
}
