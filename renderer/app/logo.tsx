/** The logo, an open gate. Decorative: the window's title has the name. */
export function Logo({ className }: { readonly className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden className={className}>
      <rect width="32" height="32" rx="8" className="fill-accent" />
      <path
        d="M8 24V12.5a8 8 0 0 1 16 0V24"
        fill="none"
        className="stroke-on-accent"
        strokeWidth="2.6"
        strokeLinecap="round"
      />
      <path
        d="M13 24v-9m6 9v-9"
        fill="none"
        className="stroke-on-accent"
        strokeOpacity=".75"
        strokeWidth="2.2"
        strokeLinecap="round"
      />
      <path d="M6.5 24h19" className="stroke-on-accent" strokeWidth="2.6" strokeLinecap="round" />
    </svg>
  );
}
