// A search field: icon, text, clear button; Escape clears.
import { Search, X } from 'lucide-react';
import type { Ref } from 'react';
import { t } from '#messages/translate.ts';
import { cx } from './class-names.ts';

interface SearchInputProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly placeholder?: string;
  readonly className?: string;
  readonly ref?: Ref<HTMLInputElement>;
}

/** Controlled; `label` names it for screen readers. */
export function SearchInput({ label, value, onChange, placeholder, className, ref }: SearchInputProps) {
  return (
    <div className={cx('relative flex items-center', className)}>
      <Search size={14} aria-hidden className="pointer-events-none absolute start-2.5 text-ink-faint" />
      <input
        ref={ref}
        type="text"
        role="searchbox"
        aria-label={label}
        placeholder={placeholder ?? label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || value === '') return;
          event.stopPropagation();
          onChange('');
        }}
        className="h-7.5 w-full rounded-md border border-transparent bg-hover pe-7 pointer-coarse:pe-12 ps-8 text-sm text-ink placeholder:text-ink-faint focus-visible:border-accent focus-visible:bg-surface"
      />
      {value === '' ? null : (
        <button
          type="button"
          aria-label={t('controls.clearSearch')}
          onClick={() => onChange('')}
          className="absolute end-1.5 rounded-sm p-0.5 text-ink-faint hover:text-ink"
        >
          <X size={14} aria-hidden />
        </button>
      )}
    </div>
  );
}
