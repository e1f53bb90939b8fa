export const pillClass =
  'flex h-[27px] min-w-0 items-center gap-2 rounded-full border border-line px-2.5 whitespace-nowrap text-muted transition-colors duration-150 hover:border-line-strong hover:text-text data-[state=open]:border-line-strong'
