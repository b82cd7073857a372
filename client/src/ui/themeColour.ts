/** The browser's own bar takes the ground of the screen: `--tile` or `--ground` of tokens.css, by day and by night. */
const GROUNDS = {
  tile: { light: '#006b76', dark: '#064650' },
  paper: { light: '#f5efe2', dark: '#0d1728' },
} as const;

export function setThemeColour(ground: keyof typeof GROUNDS): void {
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    meta.content = GROUNDS[ground][meta.media.includes('dark') ? 'dark' : 'light'];
  }
}
