// Runs before the page is drawn: tells the style sheets that scripts work.
document.documentElement.classList.remove("no-script");
