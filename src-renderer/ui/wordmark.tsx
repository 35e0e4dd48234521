/** The name as it is drawn, one thread wide; never set it in a font instead. Follows the colour around it. */
export function Wordmark() {
  return (
    <svg viewBox="0 0 242 40" width="96" height="20" aria-hidden="true">
      <g fill="none" stroke="currentColor" strokeWidth="3.6" strokeLinejoin="round">
        <path d="M4 33V6h7.5a8 8 0 0 1 0 16H4" />
        <path d="M26 22h17a8.5 9 0 1 0-2.6 6.5" />
        <path d="M51 11.5v21.5M51 20.5a7.5 7.5 0 0 1 8.5-7.3" />
        <path d="M75 16.3c-1.3-2.2-3.3-3.3-5.7-3.3-2.9 0-5 1.5-5 4 0 5.8 11.4 3.2 11.4 9.5 0 2.8-2.4 4.5-5.8 4.5-2.9 0-5.1-1.2-6.4-3.5" />
        <ellipse cx="91" cy="22" rx="8.5" ry="9" />
        <path d="M108 11.5v21.5M108 21a7.3 8 0 0 1 14.6 0v12" />
        <ellipse cx="139" cy="22" rx="8.5" ry="9" />
        <path d="M147.5 11.5v21.5" />
        <path d="M163 6v25h11.5" />
        <path d="M188.84 30.65A8.5 9 0 1 1 193.86 26.5" />
        <path d="M213.5 11.5v21.5M213.5 20.5a6 7.5 0 0 1 12 0v12.5M225.5 20.5a6 7.5 0 0 1 12 0v12.5" />
      </g>
      <path d="M194.66 13.35A8.5 9 0 1 1 189.64 17.5" fill="none" stroke="var(--pl-accent-ink)" strokeWidth="3.6" />
    </svg>
  )
}
