// Groups and maps of the settings form. Both can contain each other.
import { Plus, Trash2 } from 'lucide-react';
import { useId, useState, type ReactNode } from 'react';
import type { ConfigSnapshot } from '#contract/types/configuration.ts';
import { isJsonObject } from '#contract/types/json-object.ts';
import { t } from '#messages/translate.ts';
import { Button, IconButton } from '../../../design/button.tsx';
import { Chevron } from '../../../design/chevron.tsx';
import { ConfirmButton } from '../../../design/dialog.tsx';
import { TextInput } from '../../../design/field.tsx';
import { entryField, matchesQuery, matchingChildren, namePattern, valueAt, type ConfigField } from './config-fields.ts';
import { ConfigRow, Description, SaveProblem } from './config-row.tsx';
import { useFieldSave } from './use-field-save.ts';

interface PartProps {
  readonly field: ConfigField;
  readonly config: ConfigSnapshot;
  readonly query: string;
}

/** A key, whatever it is. */
export function ConfigPart({ field, config, query }: PartProps) {
  if (field.kind === 'group')
    return (
      <Foldable title={field.title} description={field.description} isOpen={query !== ''}>
        {matchingChildren(field, query).map((child) => (
          <ConfigPart key={child.path.join('.')} field={child} config={config} query={query} />
        ))}
      </Foldable>
    );
  if (field.kind === 'map')
    return (
      <Foldable title={field.title} description={field.description} isOpen={query !== ''}>
        <Entries field={field} config={config} query={query} />
      </Foldable>
    );
  return <ConfigRow field={field} config={config} />;
}

interface FoldableProps {
  readonly title: string;
  readonly description: string;
  /** Open from the start, and again when this becomes true. */
  readonly isOpen: boolean;
  readonly children: ReactNode;
}

function Foldable({ title, description, isOpen, children }: FoldableProps) {
  const [open, setOpen] = useState<boolean>();
  const isShown = open ?? isOpen;
  const id = useId();
  return (
    <section className="border-b border-line last:border-b-0" aria-label={title}>
      <button
        type="button"
        aria-expanded={isShown}
        aria-controls={id}
        onClick={() => setOpen(!isShown)}
        className="flex min-h-10 w-full items-center gap-2 px-4 py-2 text-start hover:bg-hover"
      >
        <Chevron open={isShown} />
        <span className="min-w-0 flex-1">
          <span className="block text-sm font-medium text-ink">{title}</span>
          <span className="block text-xs wrap-anywhere text-ink-faint">
            <Description text={description} />
          </span>
        </span>
      </button>
      <div id={id} className="ms-5 border-s border-line" hidden={!isShown}>
        {isShown && children}
      </div>
    </section>
  );
}

/** The entries of a map, each removable, and a field for a new one. */
function Entries({ field, config, query }: PartProps) {
  const values = valueAt(config.config, field.path);
  const names = isJsonObject(values) ? Object.keys(values) : [];
  const [draft, setDraft] = useState('');
  const [added, setAdded] = useState<string>();
  const saving = useFieldSave(config, [...field.path, draft]);
  const isNew = draft !== '' && !names.includes(draft);
  const isValid = isNew && new RegExp(namePattern(field), 'u').test(draft);
  const sample = field.schema['x-sample'];
  const add = async (): Promise<void> => {
    // Numbers, texts, and the like can't be empty objects.
    const { kind } = entryField(field, draft);
    if (!isValid || kind !== 'group') return;
    if (await saving.save({})) {
      setAdded(draft);
      setDraft('');
    }
  };
  return (
    <>
      {names.map((name) => (
        <Entry key={name} field={entryField(field, name)} config={config} query={query} isOpen={name === added} />
      ))}
      <div className="flex flex-wrap items-center gap-2 px-4 py-2.5">
        <TextInput
          className="max-w-60"
          aria-label={t('configuration.map.name', { setting: field.title })}
          aria-invalid={(draft !== '' && !isValid) || undefined}
          placeholder={typeof sample === 'string' ? sample : t('configuration.map.placeholder')}
          value={draft}
          onChange={(event) => setDraft(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Enter' && void add()}
        />
        <Button
          icon={Plus}
          size="sm"
          label={t('configuration.map.add')}
          disabled={!isValid}
          busy={saving.busy}
          onClick={() => void add()}
        />
        {draft !== '' && !isValid && (
          <span role="status" className="text-xs text-bad">
            {isNew ? t('configuration.map.invalid') : t('configuration.map.exists')}
          </span>
        )}
      </div>
      <div className="px-4 empty:hidden">
        <SaveProblem saving={saving} />
      </div>
    </>
  );
}

function Entry({ field, config, query, isOpen }: PartProps & { readonly isOpen: boolean }) {
  const saving = useFieldSave(config, field.path);
  const name = field.title;
  const before = valueAt(config.parsed, field.path);
  return (
    <div className="relative">
      <Foldable title={name} description="" isOpen={isOpen || (query !== '' && matchesQuery(field, query))}>
        {field.children.map((child) => (
          <ConfigPart key={child.path.join('.')} field={child} config={config} query={query} />
        ))}
      </Foldable>
      {before !== undefined && (
        <span className="absolute end-3 top-2">
          <ConfirmButton
            trigger={
              <IconButton
                icon={Trash2}
                size="sm"
                label={t('configuration.map.remove', { name })}
                disabled={saving.busy}
              />
            }
            title={t('configuration.map.removeTitle', { name })}
            description={t('configuration.map.removeText')}
            confirmLabel={t('controls.remove')}
            onConfirm={() => void saving.save(null)}
          />
        </span>
      )}
      <SaveProblem saving={saving} />
    </div>
  );
}
