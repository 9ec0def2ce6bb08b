/**
 * Tries the Clipboard API, then the old command, and last selects the text where the person can see it: the API
 * exists only on HTTPS and may be refused.
 */
export async function copyText(text: string, shown: HTMLElement | null): Promise<"copied" | "selected"> {
  try {
    await navigator.clipboard.writeText(text);
    return "copied";
  } catch {
    return selectAndCopy(shown);
  }
}

function selectAndCopy(shown: HTMLElement | null): "copied" | "selected" {
  if (!shown) return "selected";
  shown.hidden = false;
  const selection = getSelection();
  selection?.removeAllRanges();
  const range = document.createRange();
  range.selectNodeContents(shown);
  selection?.addRange(range);
  if (!document.execCommand("copy")) return "selected";
  selection?.removeAllRanges();
  shown.hidden = true;
  return "copied";
}
