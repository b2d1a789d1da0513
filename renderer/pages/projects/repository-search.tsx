// Finds a repository on GitHub to clone, with the user's own sign-in on the host.
import { Lock } from 'lucide-react';
import { useState } from 'react';
import { t } from '#messages/translate.ts';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { Field, TextInput } from '../../design/field.tsx';
import { RequestStatus } from '../../design/states.tsx';
import { useRequest } from '../../state/use-client.ts';

type OnChoose = (cloneUrl: string) => void;

/** A search field, and the repositories that it found. */
export function RepositorySearch({ onChoose }: { readonly onChoose: OnChoose }) {
  const [text, setText] = useState('');
  const [query, setQuery] = useState('');
  const search = () => setQuery(text.trim());
  return (
    <div className="flex flex-col gap-2">
      <Field label={t('projects.search')}>
        {(control) => (
          <div className="flex gap-2">
            <TextInput
              {...control}
              type="search"
              maxLength={200}
              placeholder={t('projects.search.example')}
              value={text}
              onChange={(event) => setText(event.target.value)}
              onKeyDown={(event) => {
                if (event.key !== 'Enter') return;
                event.preventDefault();
                search();
              }}
            />
            <Button label={t('projects.search.run')} disabled={text.trim() === ''} onClick={search} />
          </div>
        )}
      </Field>
      {query !== '' && <Found query={query} onChoose={onChoose} />}
    </div>
  );
}

function Found({ query, onChoose }: { readonly query: string; readonly onChoose: OnChoose }) {
  const found = useRequest('projects.searchRemote', { query });
  if (found.data === undefined)
    return (
      <RequestStatus
        read={found}
        rows={3}
        loading={t('projects.search.running')}
        failed={t('projects.search.failed')}
      />
    );
  const { credential, projects } = found.data;
  if (credential === 'missing') return <p className="text-xs text-ink-soft">{t('projects.search.signIn')}</p>;
  if (projects.length === 0) return <p className="text-xs text-ink-soft">{t('projects.search.none', { query })}</p>;
  return (
    <ul
      aria-label={t('projects.search.found')}
      className="flex max-h-56 flex-col overflow-y-auto rounded-md border border-line"
    >
      {projects.map((one) => (
        <li key={one.fullName} className="border-b border-line last:border-b-0">
          <button
            type="button"
            className="flex w-full flex-col gap-0.5 px-3 py-2 text-start hover:bg-hover"
            onClick={() => onChoose(one.cloneUrl)}
          >
            <span className="flex items-center gap-2 text-sm text-ink">
              <span className="min-w-0 truncate">{one.fullName}</span>
              {one.private && (
                <Badge>
                  <Lock size={11} aria-hidden /> {t('projects.search.private')}
                </Badge>
              )}
            </span>
            {one.description !== undefined && (
              <span dir="auto" className="line-clamp-2 text-xs text-ink-soft">
                {one.description}
              </span>
            )}
          </button>
        </li>
      ))}
    </ul>
  );
}
