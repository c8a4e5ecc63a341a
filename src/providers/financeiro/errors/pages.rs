//! The two static pages that stand in front of the application.

/// The media type of pages.
pub(super) const HTML: &str = "text/html; charset=utf-8";

/// Where no route leads.
pub(super) const NOT_FOUND: &str = "<!DOCTYPE html>
<html>
<head>
  <title>A página que você estava procurando não existe. (404)</title>
</head>
<body>
  <div class=\"dialog\">
    <h1>A página que você estava procurando não existe.</h1>
    <p>Você pode ter digitado o endereço errado ou a página pode ter sido movida.</p>
  </div>
</body>
</html>
";

/// Where the application broke.
pub(super) const SERVER_ERROR: &str = "<!DOCTYPE html>
<html>
<head>
  <title>Ops! Erro no Servidor. (500)</title>
</head>
<body>
  <div class=\"dialog\">
    <h1>Ops! Erro no Servidor.</h1>
    <p>Nossa equipe já foi notificada do problema.</p>
  </div>
</body>
</html>
";
