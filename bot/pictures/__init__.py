"""Values to pictures: one scene of plain shapes, drawn as SVG or as PNG, readable on a phone held upright.

- ``rules``: a policy's conditions as a tree;  ``timeline``: who does what when, with today in it
- ``sheet``: what a unit is shown, to be printed;  ``invitation``: what hangs on its notice board, with a link in ``qr``
- ``around``: the stages of a policy around today;  ``stats``: two weeks as bars;  ``preview_page``: a preview as one page
- ``tree``: nodes to a scene;  ``page``: a head, a column and a foot, the ground of every picture
- ``svg``, ``png``: a scene to a file's content
- ``marks``: signs that the font lacks;  ``lettering``: text measured and wrapped
- ``scene``: the shapes;  ``palette``: the colours

Pillow and the font are read when the first text is measured, never at import.
"""
