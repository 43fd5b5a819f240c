/** The sounding lead beneath the water line. */
export const Logo = () => (
  <svg aria-hidden="true" viewBox="0 0 32 32" className="size-6">
    <rect width="32" height="32" rx="7" fill="var(--accent)" />
    <g fill="none" stroke="var(--on-accent)" strokeWidth="2" strokeLinecap="round">
      <path d="M5 9.5c1.8-1.6 3.7-1.6 5.5 0s3.7 1.6 5.5 0 3.7-1.6 5.5 0 3.7 1.6 5.5 0" strokeOpacity="0.55" />
      <path d="M16 5v15M12.5 14.5H16M12.5 18.5H16" />
    </g>
    <path d="M13.2 20.5h5.6l1.5 6.3H11.7z" fill="var(--on-accent)" />
  </svg>
)
