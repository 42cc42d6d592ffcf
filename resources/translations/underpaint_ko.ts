<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko_KR">
  <context>
    <name>Underpaint</name>
    <message>
      <source>&amp;File</source>
      <extracomment>actions</extracomment>
      <translation>파일(&amp;F)</translation>
    </message>
    <message>
      <source>&amp;Edit</source>
      <extracomment>actions</extracomment>
      <translation>편집(&amp;E)</translation>
    </message>
    <message>
      <source>&amp;Image</source>
      <extracomment>actions</extracomment>
      <translation>이미지(&amp;I)</translation>
    </message>
    <message>
      <source>&amp;Layer</source>
      <extracomment>actions</extracomment>
      <translation>레이어(&amp;L)</translation>
    </message>
    <message>
      <source>&amp;Select</source>
      <extracomment>actions</extracomment>
      <translation>선택(&amp;S)</translation>
    </message>
    <message>
      <source>&amp;Tools</source>
      <extracomment>actions</extracomment>
      <translation>도구(&amp;T)</translation>
    </message>
    <message>
      <source>&amp;Generate</source>
      <extracomment>actions</extracomment>
      <translation>생성(&amp;G)</translation>
    </message>
    <message>
      <source>&amp;View</source>
      <extracomment>actions</extracomment>
      <translation>보기(&amp;V)</translation>
    </message>
    <message>
      <source>&amp;Help</source>
      <extracomment>actions</extracomment>
      <translation>도움말(&amp;H)</translation>
    </message>
    <message>
      <source>&amp;New…</source>
      <extracomment>actions</extracomment>
      <translation>새로 만들기(&amp;N)…</translation>
    </message>
    <message>
      <source>Starts an empty canvas</source>
      <extracomment>actions</extracomment>
      <translation>빈 캔버스를 시작합니다</translation>
    </message>
    <message>
      <source>&amp;Open…</source>
      <extracomment>actions</extracomment>
      <translation>열기(&amp;O)…</translation>
    </message>
    <message>
      <source>Opens a project, a picture or a Photoshop file</source>
      <extracomment>actions</extracomment>
      <translation>프로젝트, 그림 또는 포토샵 파일을 엽니다</translation>
    </message>
    <message>
      <source>Open as &amp;Layer…</source>
      <extracomment>actions</extracomment>
      <translation>레이어로 열기(&amp;L)…</translation>
    </message>
    <message>
      <source>Puts a picture on the canvas as a new layer</source>
      <extracomment>actions</extracomment>
      <translation>그림을 새 레이어로 캔버스에 놓습니다</translation>
    </message>
    <message>
      <source>&amp;Save</source>
      <extracomment>actions</extracomment>
      <translation>저장(&amp;S)</translation>
    </message>
    <message>
      <source>Saves the project with all its layers</source>
      <extracomment>actions</extracomment>
      <translation>모든 레이어와 함께 프로젝트를 저장합니다</translation>
    </message>
    <message>
      <source>Save &amp;As…</source>
      <extracomment>actions</extracomment>
      <translation>다른 이름으로 저장(&amp;A)…</translation>
    </message>
    <message>
      <source>Saves the project under another name</source>
      <extracomment>actions</extracomment>
      <translation>프로젝트를 다른 이름으로 저장합니다</translation>
    </message>
    <message>
      <source>Save as Next &amp;Version</source>
      <extracomment>actions</extracomment>
      <translation>다음 버전으로 저장(&amp;V)</translation>
    </message>
    <message>
      <source>Saves the project as name-001, name-002, … and goes on there</source>
      <extracomment>actions</extracomment>
      <translation>프로젝트를 이름-001, 이름-002, …로 저장하고 거기서 계속합니다</translation>
    </message>
    <message>
      <source>&amp;Export…</source>
      <extracomment>actions</extracomment>
      <translation>내보내기(&amp;E)…</translation>
    </message>
    <message>
      <source>Saves the picture, or a part or its layers, as PNG, JPEG, WebP, AVIF, TIFF or Photoshop file</source>
      <extracomment>actions</extracomment>
      <translation>그림이나 그 일부 또는 레이어들을 PNG, JPEG, WebP, AVIF, TIFF 또는 포토샵 파일로 저장합니다</translation>
    </message>
    <message>
      <source>Export A&amp;gain</source>
      <extracomment>actions</extracomment>
      <translation>다시 내보내기(&amp;G)</translation>
    </message>
    <message>
      <source>Exports to where, and as, this picture was exported last</source>
      <extracomment>actions</extracomment>
      <translation>이 그림을 마지막으로 내보낸 곳에 같은 방식으로 내보냅니다</translation>
    </message>
    <message>
      <source>&amp;Recover Unsaved…</source>
      <extracomment>actions</extracomment>
      <translation>저장하지 않은 그림 복구(&amp;R)…</translation>
    </message>
    <message>
      <source>Shows what was not saved when the program last ended, and was kept for later</source>
      <extracomment>actions</extracomment>
      <translation>프로그램이 마지막으로 끝날 때 저장되지 않아 보관해 둔 것을 보여 줍니다</translation>
    </message>
    <message>
      <source>S&amp;tart Page</source>
      <extracomment>actions</extracomment>
      <translation>시작 페이지(&amp;T)</translation>
    </message>
    <message>
      <source>Shows sizes for new canvases, recent files and which model paints</source>
      <extracomment>actions</extracomment>
      <translation>새 캔버스의 크기, 최근 파일, 쓰고 있는 모델을 보여 줍니다</translation>
    </message>
    <message>
      <source>&amp;Quit</source>
      <extracomment>actions</extracomment>
      <translation>끝내기(&amp;Q)</translation>
    </message>
    <message>
      <source>Closes the program</source>
      <extracomment>actions</extracomment>
      <translation>프로그램을 닫습니다</translation>
    </message>
    <message>
      <source>&amp;Undo</source>
      <extracomment>actions</extracomment>
      <translation>실행 취소(&amp;U)</translation>
    </message>
    <message>
      <source>Takes back one change</source>
      <extracomment>actions</extracomment>
      <translation>변경 하나를 되돌립니다</translation>
    </message>
    <message>
      <source>&amp;Redo</source>
      <extracomment>actions</extracomment>
      <translation>다시 실행(&amp;R)</translation>
    </message>
    <message>
      <source>Does again what was taken back</source>
      <extracomment>actions</extracomment>
      <translation>되돌린 것을 다시 합니다</translation>
    </message>
    <message>
      <source>Cu&amp;t</source>
      <extracomment>actions</extracomment>
      <translation>잘라내기(&amp;T)</translation>
    </message>
    <message>
      <source>Moves the layer's selected pixels to the clipboard</source>
      <extracomment>actions</extracomment>
      <translation>레이어에서 선택한 픽셀을 클립보드로 옮깁니다</translation>
    </message>
    <message>
      <source>&amp;Copy</source>
      <extracomment>actions</extracomment>
      <translation>복사(&amp;C)</translation>
    </message>
    <message>
      <source>Copies the chosen layers, or what is selected of the active one</source>
      <extracomment>actions</extracomment>
      <translation>고른 레이어들을, 또는 활성 레이어에서 선택한 부분을 복사합니다</translation>
    </message>
    <message>
      <source>Copy &amp;Merged</source>
      <extracomment>actions</extracomment>
      <translation>병합하여 복사(&amp;M)</translation>
    </message>
    <message>
      <source>Copies the picture as you see it, or what is selected of it</source>
      <extracomment>actions</extracomment>
      <translation>보이는 그대로의 그림 또는 그중 선택한 부분을 복사합니다</translation>
    </message>
    <message>
      <source>&amp;Paste</source>
      <extracomment>actions</extracomment>
      <translation>붙여넣기(&amp;P)</translation>
    </message>
    <message>
      <source>Puts the clipboard's layers or picture on the canvas, where they were when they were copied here</source>
      <extracomment>actions</extracomment>
      <translation>클립보드의 레이어나 그림을 캔버스에 놓습니다. 여기서 복사한 것은 원래 자리에 놓입니다</translation>
    </message>
    <message>
      <source>Paste as &amp;New Document</source>
      <extracomment>actions</extracomment>
      <translation>새 문서로 붙여넣기(&amp;N)</translation>
    </message>
    <message>
      <source>Opens the clipboard's picture as a document</source>
      <extracomment>actions</extracomment>
      <translation>클립보드의 그림을 문서로 엽니다</translation>
    </message>
    <message>
      <source>Paste as &amp;Reference</source>
      <extracomment>actions</extracomment>
      <translation>참고 그림으로 붙여넣기(&amp;R)</translation>
    </message>
    <message>
      <source>Pins the clipboard's picture beside the canvas, to look at</source>
      <extracomment>actions</extracomment>
      <translation>클립보드의 그림을 캔버스 옆에 붙여 두고 봅니다</translation>
    </message>
    <message>
      <source>C&amp;lear</source>
      <extracomment>actions</extracomment>
      <translation>지우기(&amp;L)</translation>
    </message>
    <message>
      <source>Empties the active layer, or what is selected of it</source>
      <extracomment>actions</extracomment>
      <translation>활성 레이어 또는 그중 선택한 부분을 비웁니다</translation>
    </message>
    <message>
      <source>&amp;Fill with Colour</source>
      <extracomment>actions</extracomment>
      <translation>색으로 채우기(&amp;F)</translation>
    </message>
    <message>
      <source>Fills the active layer, or what is selected of it</source>
      <extracomment>actions</extracomment>
      <translation>활성 레이어 또는 그중 선택한 부분을 채웁니다</translation>
    </message>
    <message>
      <source>Fill with Second C&amp;olour</source>
      <extracomment>actions</extracomment>
      <translation>두 번째 색으로 채우기(&amp;O)</translation>
    </message>
    <message>
      <source>Fills it with the second colour</source>
      <extracomment>actions</extracomment>
      <translation>두 번째 색으로 채웁니다</translation>
    </message>
    <message>
      <source>Stroke Selectio&amp;n…</source>
      <extracomment>actions</extracomment>
      <translation>선택 영역 테두리 그리기(&amp;N)…</translation>
    </message>
    <message>
      <source>Draws a line of the colour along the selection's edge</source>
      <extracomment>actions</extracomment>
      <translation>선택 영역의 가장자리를 따라 색 선을 그립니다</translation>
    </message>
    <message>
      <source>Pre&amp;ferences…</source>
      <extracomment>actions</extracomment>
      <translation>환경 설정(&amp;F)…</translation>
    </message>
    <message>
      <source>Theme, language, undo memory, folders with models, and more</source>
      <extracomment>actions</extracomment>
      <translation>테마, 언어, 실행 취소 메모리, 모델 폴더 등</translation>
    </message>
    <message>
      <source>&amp;Image Size…</source>
      <extracomment>actions</extracomment>
      <translation>이미지 크기(&amp;I)…</translation>
    </message>
    <message>
      <source>Stretches the picture with all its layers to another size</source>
      <extracomment>actions</extracomment>
      <translation>모든 레이어와 함께 그림을 다른 크기로 늘리거나 줄입니다</translation>
    </message>
    <message>
      <source>&amp;Upscale…</source>
      <extracomment>actions</extracomment>
      <translation>업스케일(&amp;U)…</translation>
    </message>
    <message>
      <source>Makes the picture, a layer or the selection larger, by a network or a filter, and adds detail by the model</source>
      <extracomment>actions</extracomment>
      <translation>네트워크나 필터로 그림, 레이어 또는 선택 영역을 키우고 모델로 세부를 더합니다</translation>
    </message>
    <message>
      <source>Canvas &amp;Size…</source>
      <extracomment>actions</extracomment>
      <translation>캔버스 크기(&amp;S)…</translation>
    </message>
    <message>
      <source>Extends or crops the canvas; what is added can be painted by the model</source>
      <extracomment>actions</extracomment>
      <translation>캔버스를 넓히거나 자릅니다. 늘어난 부분은 모델이 그릴 수 있습니다</translation>
    </message>
    <message>
      <source>&amp;Crop to Selection</source>
      <extracomment>actions</extracomment>
      <translation>선택 영역으로 자르기(&amp;C)</translation>
    </message>
    <message>
      <source>Cuts the canvas down to the selection</source>
      <extracomment>actions</extracomment>
      <translation>캔버스를 선택 영역으로 자릅니다</translation>
    </message>
    <message>
      <source>Crop to Co&amp;ntent</source>
      <extracomment>actions</extracomment>
      <translation>내용에 맞춰 자르기(&amp;N)</translation>
    </message>
    <message>
      <source>Cuts the canvas down to what the picture covers</source>
      <extracomment>actions</extracomment>
      <translation>캔버스를 그림이 덮은 부분으로 자릅니다</translation>
    </message>
    <message>
      <source>Rotate 90° &amp;Right</source>
      <extracomment>actions</extracomment>
      <translation>오른쪽으로 90° 돌리기(&amp;R)</translation>
    </message>
    <message>
      <source>Turns the picture with all its layers clockwise</source>
      <extracomment>actions</extracomment>
      <translation>모든 레이어와 함께 그림을 시계 방향으로 돌립니다</translation>
    </message>
    <message>
      <source>Rotate 90° &amp;Left</source>
      <extracomment>actions</extracomment>
      <translation>왼쪽으로 90° 돌리기(&amp;L)</translation>
    </message>
    <message>
      <source>Turns the picture with all its layers counter-clockwise</source>
      <extracomment>actions</extracomment>
      <translation>모든 레이어와 함께 그림을 시계 반대 방향으로 돌립니다</translation>
    </message>
    <message>
      <source>Rotate 1&amp;80°</source>
      <extracomment>actions</extracomment>
      <translation>180° 돌리기(&amp;8)</translation>
    </message>
    <message>
      <source>Turns the picture with all its layers upside down</source>
      <extracomment>actions</extracomment>
      <translation>모든 레이어와 함께 그림을 거꾸로 돌립니다</translation>
    </message>
    <message>
      <source>Flip &amp;Horizontally</source>
      <extracomment>actions</extracomment>
      <translation>좌우로 뒤집기(&amp;H)</translation>
    </message>
    <message>
      <source>Exchanges left and right of the picture with all its layers</source>
      <extracomment>actions</extracomment>
      <translation>모든 레이어와 함께 그림의 왼쪽과 오른쪽을 바꿉니다</translation>
    </message>
    <message>
      <source>Flip &amp;Vertically</source>
      <extracomment>actions</extracomment>
      <translation>상하로 뒤집기(&amp;V)</translation>
    </message>
    <message>
      <source>Exchanges top and bottom of the picture with all its layers</source>
      <extracomment>actions</extracomment>
      <translation>모든 레이어와 함께 그림의 위와 아래를 바꿉니다</translation>
    </message>
    <message>
      <source>New &amp;Layer</source>
      <extracomment>actions</extracomment>
      <translation>새 레이어(&amp;L)</translation>
    </message>
    <message>
      <source>Adds a layer to paint on</source>
      <extracomment>actions</extracomment>
      <translation>그릴 레이어를 추가합니다</translation>
    </message>
    <message>
      <source>New &amp;Mask</source>
      <extracomment>actions</extracomment>
      <translation>새 마스크(&amp;M)</translation>
    </message>
    <message>
      <source>Adds a mask: what it covers is painted by the model</source>
      <extracomment>actions</extracomment>
      <translation>마스크를 추가합니다. 마스크가 덮은 곳을 모델이 그립니다</translation>
    </message>
    <message>
      <source>New &amp;Region</source>
      <extracomment>actions</extracomment>
      <translation>새 영역(&amp;R)</translation>
    </message>
    <message>
      <source>Adds a region with a prompt of its own</source>
      <extracomment>actions</extracomment>
      <translation>자기만의 프롬프트를 가진 영역을 추가합니다</translation>
    </message>
    <message>
      <source>Adjust &amp;Levels</source>
      <extracomment>actions</extracomment>
      <translation>레벨 조정(&amp;L)</translation>
    </message>
    <message>
      <source>Adds a layer that changes black, white and the middle of all below it, and can be changed later</source>
      <extracomment>actions</extracomment>
      <translation>아래 모든 것의 검정, 하양, 중간을 바꾸는 레이어를 추가합니다. 나중에 고칠 수 있습니다</translation>
    </message>
    <message>
      <source>Ad&amp;justments</source>
      <extracomment>actions</extracomment>
      <translation>조정(&amp;J)</translation>
    </message>
    <message>
      <source>Adjust &amp;Curves</source>
      <extracomment>actions</extracomment>
      <translation>곡선 조정(&amp;C)</translation>
    </message>
    <message>
      <source>Adds a layer that changes brightness, by a curve, of all below it, and can be changed later</source>
      <extracomment>actions</extracomment>
      <translation>아래 모든 것의 밝기를 곡선으로 바꾸는 레이어를 추가합니다. 나중에 고칠 수 있습니다</translation>
    </message>
    <message>
      <source>Adjust &amp;Hue and Saturation</source>
      <extracomment>actions</extracomment>
      <translation>색조와 채도 조정(&amp;H)</translation>
    </message>
    <message>
      <source>Adds a layer that changes the colours of all below it, and can be changed later</source>
      <extracomment>actions</extracomment>
      <translation>아래 모든 것의 색을 바꾸는 레이어를 추가합니다. 나중에 고칠 수 있습니다</translation>
    </message>
    <message>
      <source>Adjust Colour &amp;Balance</source>
      <extracomment>actions</extracomment>
      <translation>색상 균형 조정(&amp;B)</translation>
    </message>
    <message>
      <source>Adds a layer that tints the dark, the middle and the light parts of all below it, and can be changed later</source>
      <extracomment>actions</extracomment>
      <translation>아래 모든 것의 어두운 부분, 중간, 밝은 부분에 색조를 주는 레이어를 추가합니다. 나중에 고칠 수 있습니다</translation>
    </message>
    <message>
      <source>Adjust Brightness and Con&amp;trast</source>
      <extracomment>actions</extracomment>
      <translation>밝기와 대비 조정(&amp;T)</translation>
    </message>
    <message>
      <source>Adds a layer that changes light and dark of all below it, and can be changed later</source>
      <extracomment>actions</extracomment>
      <translation>아래 모든 것의 명암을 바꾸는 레이어를 추가합니다. 나중에 고칠 수 있습니다</translation>
    </message>
    <message>
      <source>Adjust &amp;Exposure</source>
      <extracomment>actions</extracomment>
      <translation>노출 조정(&amp;E)</translation>
    </message>
    <message>
      <source>Adds a layer that changes the light of all below it, in stops, and can be changed later</source>
      <extracomment>actions</extracomment>
      <translation>아래 모든 것의 빛을 스톱 단위로 바꾸는 레이어를 추가합니다. 나중에 고칠 수 있습니다</translation>
    </message>
    <message>
      <source>Adjust by Gradient &amp;Map</source>
      <extracomment>actions</extracomment>
      <translation>그라디언트 맵 조정(&amp;M)</translation>
    </message>
    <message>
      <source>Adds a layer that colours all below it by how light it is, with a gradient, and can be changed later</source>
      <extracomment>actions</extracomment>
      <translation>아래 모든 것을 밝기에 따라 그라디언트의 색으로 바꾸는 레이어를 추가합니다. 나중에 고칠 수 있습니다</translation>
    </message>
    <message>
      <source>Adjust &amp;Invert</source>
      <extracomment>actions</extracomment>
      <translation>반전 조정(&amp;I)</translation>
    </message>
    <message>
      <source>Adds a layer that shows all below it as a negative, and can be changed later</source>
      <extracomment>actions</extracomment>
      <translation>아래 모든 것을 음화로 보여 주는 레이어를 추가합니다. 나중에 고칠 수 있습니다</translation>
    </message>
    <message>
      <source>Adjust &amp;Posterize</source>
      <extracomment>actions</extracomment>
      <translation>포스터화 조정(&amp;P)</translation>
    </message>
    <message>
      <source>Adds a layer that shows all below it in few colours, and can be changed later</source>
      <extracomment>actions</extracomment>
      <translation>아래 모든 것을 적은 수의 색으로 보여 주는 레이어를 추가합니다. 나중에 고칠 수 있습니다</translation>
    </message>
    <message>
      <source>Adjust Thre&amp;shold</source>
      <extracomment>actions</extracomment>
      <translation>한계값 조정(&amp;S)</translation>
    </message>
    <message>
      <source>Adds a layer that shows all below it in black and white only, and can be changed later</source>
      <extracomment>actions</extracomment>
      <translation>아래 모든 것을 흑과 백으로만 보여 주는 레이어를 추가합니다. 나중에 고칠 수 있습니다</translation>
    </message>
    <message>
      <source>Add Bl&amp;ur</source>
      <extracomment>actions</extracomment>
      <translation>흐림 추가(&amp;U)</translation>
    </message>
    <message>
      <source>Adds a layer that blurs all below it, and can be changed later</source>
      <extracomment>actions</extracomment>
      <translation>아래 모든 것을 흐리게 하는 레이어를 추가합니다. 나중에 고칠 수 있습니다</translation>
    </message>
    <message>
      <source>New S&amp;ketch</source>
      <extracomment>actions</extracomment>
      <translation>새 스케치(&amp;K)</translation>
    </message>
    <message>
      <source>Adds a layer for sketching over the picture; it is never exported</source>
      <extracomment>actions</extracomment>
      <translation>그림 위에 스케치할 레이어를 추가합니다. 내보내지지 않습니다</translation>
    </message>
    <message>
      <source>&amp;Duplicate</source>
      <extracomment>actions</extracomment>
      <translation>복제(&amp;D)</translation>
    </message>
    <message>
      <source>Copies the active layer</source>
      <extracomment>actions</extracomment>
      <translation>활성 레이어를 복사합니다</translation>
    </message>
    <message>
      <source>Cop&amp;y Layers</source>
      <extracomment>actions</extracomment>
      <translation>레이어 복사(&amp;Y)</translation>
    </message>
    <message>
      <source>Copies the chosen layers whole, with masks, modes and all that lies in them, to be pasted here or in another window of Underpaint</source>
      <extracomment>actions</extracomment>
      <translation>고른 레이어를 마스크, 모드, 안에 든 것까지 통째로 복사합니다. 여기나 Underpaint의 다른 창에 붙여넣을 수 있습니다</translation>
    </message>
    <message>
      <source>C&amp;ut Layers</source>
      <extracomment>actions</extracomment>
      <translation>레이어 잘라내기(&amp;U)</translation>
    </message>
    <message>
      <source>Moves the chosen layers to the clipboard</source>
      <extracomment>actions</extracomment>
      <translation>고른 레이어들을 클립보드로 옮깁니다</translation>
    </message>
    <message>
      <source>Layer &amp;via Copy</source>
      <extracomment>actions</extracomment>
      <translation>복사한 레이어(&amp;V)</translation>
    </message>
    <message>
      <source>Makes a layer of what is selected of the active one; without a selection a copy of all of it</source>
      <extracomment>actions</extracomment>
      <translation>활성 레이어에서 선택한 부분으로 레이어를 만듭니다. 선택한 것이 없으면 통째로 복사합니다</translation>
    </message>
    <message>
      <source>Layer via Cu&amp;t</source>
      <extracomment>actions</extracomment>
      <translation>잘라낸 레이어(&amp;T)</translation>
    </message>
    <message>
      <source>Takes what is selected out of the active layer, as a layer of its own</source>
      <extracomment>actions</extracomment>
      <translation>활성 레이어에서 선택한 부분을 떼어 따로 레이어로 만듭니다</translation>
    </message>
    <message>
      <source>New Layer from Vis&amp;ible</source>
      <extracomment>actions</extracomment>
      <translation>보이는 대로 새 레이어(&amp;I)</translation>
    </message>
    <message>
      <source>Adds a layer that looks as the whole picture does; the others stay</source>
      <extracomment>actions</extracomment>
      <translation>그림 전체와 똑같이 보이는 레이어를 추가합니다. 다른 레이어는 그대로입니다</translation>
    </message>
    <message>
      <source>Merge Do&amp;wn</source>
      <extracomment>actions</extracomment>
      <translation>아래로 병합(&amp;W)</translation>
    </message>
    <message>
      <source>Merges the layer into the one below, a group, or all chosen layers</source>
      <extracomment>actions</extracomment>
      <translation>레이어를 아래 레이어와, 또는 그룹이나 선택한 모든 레이어를 하나로 합칩니다</translation>
    </message>
    <message>
      <source>Merge &amp;Visible</source>
      <extracomment>actions</extracomment>
      <translation>보이는 레이어 병합(&amp;V)</translation>
    </message>
    <message>
      <source>Makes one layer of all that is seen of the picture</source>
      <extracomment>actions</extracomment>
      <translation>보이는 모든 것을 레이어 하나로 만듭니다</translation>
    </message>
    <message>
      <source>&amp;Flatten Picture</source>
      <extracomment>actions</extracomment>
      <translation>이미지 병합(&amp;F)</translation>
    </message>
    <message>
      <source>Makes one layer of the picture as it is seen, without what is hidden</source>
      <extracomment>actions</extracomment>
      <translation>보이는 그대로 레이어 하나로 만들고 숨긴 것은 버립니다</translation>
    </message>
    <message>
      <source>D&amp;elete</source>
      <extracomment>actions</extracomment>
      <translation>삭제(&amp;E)</translation>
    </message>
    <message>
      <source>Removes the active layer</source>
      <extracomment>actions</extracomment>
      <translation>활성 레이어를 없앱니다</translation>
    </message>
    <message>
      <source>&amp;Group Layers</source>
      <extracomment>actions</extracomment>
      <translation>레이어 그룹으로 묶기(&amp;G)</translation>
    </message>
    <message>
      <source>Puts the chosen layers into a new group</source>
      <extracomment>actions</extracomment>
      <translation>선택한 레이어를 새 그룹에 넣습니다</translation>
    </message>
    <message>
      <source>U&amp;ngroup</source>
      <extracomment>actions</extracomment>
      <translation>그룹 풀기(&amp;N)</translation>
    </message>
    <message>
      <source>Takes the group away and leaves what is in it</source>
      <extracomment>actions</extracomment>
      <translation>그룹을 없애고 안에 든 것은 남깁니다</translation>
    </message>
    <message>
      <source>Pass T&amp;hrough</source>
      <extracomment>actions</extracomment>
      <translation>통과(&amp;H)</translation>
    </message>
    <message>
      <source>Lets the layers of the group meet what lies below it, instead of one another alone</source>
      <extracomment>actions</extracomment>
      <translation>그룹 안의 레이어가 서로만이 아니라 그 아래 것과도 섞이게 합니다</translation>
    </message>
    <message>
      <source>Add Layer Mas&amp;k</source>
      <extracomment>actions</extracomment>
      <translation>레이어 마스크 추가(&amp;K)</translation>
    </message>
    <message>
      <source>Hides parts of the layer: black paint hides, white shows; begins with what is selected</source>
      <extracomment>actions</extracomment>
      <translation>레이어의 일부를 숨깁니다. 검정은 숨기고 하양은 보이며, 선택 영역에서 시작합니다</translation>
    </message>
    <message>
      <source>&amp;Apply Layer Mask</source>
      <extracomment>actions</extracomment>
      <translation>레이어 마스크 적용(&amp;A)</translation>
    </message>
    <message>
      <source>Takes away for good what the mask hides</source>
      <extracomment>actions</extracomment>
      <translation>마스크가 숨긴 것을 완전히 없앱니다</translation>
    </message>
    <message>
      <source>Turn Into &amp;Paint Layer</source>
      <extracomment>actions</extracomment>
      <translation>페인트 레이어로 바꾸기(&amp;P)</translation>
    </message>
    <message>
      <source>Makes paint of a mask or region, in the colour in hand or its own, or of a sketch</source>
      <extracomment>actions</extracomment>
      <translation>마스크는 지금 색으로, 영역은 자기 색으로, 스케치는 그대로 페인트 레이어로 만듭니다</translation>
    </message>
    <message>
      <source>Turn Int&amp;o</source>
      <extracomment>actions</extracomment>
      <translation>다른 종류로 바꾸기(&amp;O)</translation>
    </message>
    <message>
      <source>Turn Into &amp;Mask</source>
      <extracomment>actions</extracomment>
      <translation>마스크로 바꾸기(&amp;M)</translation>
    </message>
    <message>
      <source>Makes a mask of what is painted; of a picture without transparency, of what is light</source>
      <extracomment>actions</extracomment>
      <translation>칠해진 곳을 마스크로 만듭니다. 투명한 곳이 없는 그림은 밝은 곳을 마스크로 만듭니다</translation>
    </message>
    <message>
      <source>Turn Into &amp;Sketch</source>
      <extracomment>actions</extracomment>
      <translation>스케치로 바꾸기(&amp;S)</translation>
    </message>
    <message>
      <source>Makes a sketch of the layer, which is never exported</source>
      <extracomment>actions</extracomment>
      <translation>레이어를 스케치로 만듭니다. 스케치는 내보내지 않습니다</translation>
    </message>
    <message>
      <source>Turn Into &amp;Region</source>
      <extracomment>actions</extracomment>
      <translation>영역으로 바꾸기(&amp;R)</translation>
    </message>
    <message>
      <source>Makes a region, with a prompt of its own, of what is painted</source>
      <extracomment>actions</extracomment>
      <translation>칠해진 곳을 따로 프롬프트가 있는 영역으로 만듭니다</translation>
    </message>
    <message>
      <source>&amp;Clip to Layer Below</source>
      <extracomment>actions</extracomment>
      <translation>아래 레이어로 클리핑(&amp;C)</translation>
    </message>
    <message>
      <source>Shows the layer only where the one below has something</source>
      <extracomment>actions</extracomment>
      <translation>아래 레이어에 무언가 있는 곳에서만 레이어를 보입니다</translation>
    </message>
    <message>
      <source>Lock &amp;Transparency</source>
      <extracomment>actions</extracomment>
      <translation>투명도 잠그기(&amp;T)</translation>
    </message>
    <message>
      <source>Paint changes colours only where something is already</source>
      <extracomment>actions</extracomment>
      <translation>이미 무언가 있는 곳에서만 색이 바뀝니다</translation>
    </message>
    <message>
      <source>&amp;Lock Layer</source>
      <extracomment>actions</extracomment>
      <translation>레이어 잠그기(&amp;L)</translation>
    </message>
    <message>
      <source>Keeps the layer as it is</source>
      <extracomment>actions</extracomment>
      <translation>레이어를 그대로 지킵니다</translation>
    </message>
    <message>
      <source>Move &amp;Up</source>
      <extracomment>actions</extracomment>
      <translation>위로 옮기기(&amp;U)</translation>
    </message>
    <message>
      <source>Moves the active layer up</source>
      <extracomment>actions</extracomment>
      <translation>활성 레이어를 위로 옮깁니다</translation>
    </message>
    <message>
      <source>Move Dow&amp;n</source>
      <extracomment>actions</extracomment>
      <translation>아래로 옮기기(&amp;N)</translation>
    </message>
    <message>
      <source>Moves the active layer down</source>
      <extracomment>actions</extracomment>
      <translation>활성 레이어를 아래로 옮깁니다</translation>
    </message>
    <message>
      <source>Flip Layer &amp;Horizontally</source>
      <extracomment>actions</extracomment>
      <translation>레이어 좌우로 뒤집기(&amp;H)</translation>
    </message>
    <message>
      <source>Exchanges left and right of the chosen layers, or of what is selected of them</source>
      <extracomment>actions</extracomment>
      <translation>고른 레이어 또는 그중 선택한 부분의 왼쪽과 오른쪽을 바꿉니다</translation>
    </message>
    <message>
      <source>Flip Layer Verticall&amp;y</source>
      <extracomment>actions</extracomment>
      <translation>레이어 상하로 뒤집기(&amp;Y)</translation>
    </message>
    <message>
      <source>Exchanges top and bottom of the chosen layers, or of what is selected of them</source>
      <extracomment>actions</extracomment>
      <translation>고른 레이어 또는 그중 선택한 부분의 위와 아래를 바꿉니다</translation>
    </message>
    <message>
      <source>Show Al&amp;one</source>
      <extracomment>actions</extracomment>
      <translation>이 레이어만 보이기(&amp;O)</translation>
    </message>
    <message>
      <source>Hides all other pictures, or shows again those that were hidden so</source>
      <extracomment>actions</extracomment>
      <translation>다른 그림을 모두 숨기거나, 그렇게 숨긴 것을 다시 보입니다</translation>
    </message>
    <message>
      <source>Choose the Layer Ab&amp;ove</source>
      <extracomment>actions</extracomment>
      <translation>위 레이어 고르기(&amp;O)</translation>
    </message>
    <message>
      <source>Makes the next layer up the active one</source>
      <extracomment>actions</extracomment>
      <translation>바로 위 레이어를 활성으로 합니다</translation>
    </message>
    <message>
      <source>Choose the Layer &amp;Below</source>
      <extracomment>actions</extracomment>
      <translation>아래 레이어 고르기(&amp;B)</translation>
    </message>
    <message>
      <source>Makes the next layer down the active one</source>
      <extracomment>actions</extracomment>
      <translation>바로 아래 레이어를 활성으로 합니다</translation>
    </message>
    <message>
      <source>&amp;All</source>
      <extracomment>actions</extracomment>
      <translation>모두 선택(&amp;A)</translation>
    </message>
    <message>
      <source>Selects the whole canvas</source>
      <extracomment>actions</extracomment>
      <translation>캔버스 전체를 선택합니다</translation>
    </message>
    <message>
      <source>&amp;Deselect</source>
      <extracomment>actions</extracomment>
      <translation>선택 해제(&amp;D)</translation>
    </message>
    <message>
      <source>Selects nothing</source>
      <extracomment>actions</extracomment>
      <translation>아무것도 선택하지 않습니다</translation>
    </message>
    <message>
      <source>&amp;Reselect</source>
      <extracomment>actions</extracomment>
      <translation>다시 선택(&amp;R)</translation>
    </message>
    <message>
      <source>Selects again what was deselected last</source>
      <extracomment>actions</extracomment>
      <translation>마지막으로 해제한 것을 다시 선택합니다</translation>
    </message>
    <message>
      <source>&amp;Invert</source>
      <extracomment>actions</extracomment>
      <translation>반전(&amp;I)</translation>
    </message>
    <message>
      <source>Selects what was not selected</source>
      <extracomment>actions</extracomment>
      <translation>선택하지 않은 것을 선택합니다</translation>
    </message>
    <message>
      <source>&amp;Grow…</source>
      <extracomment>actions</extracomment>
      <translation>넓히기(&amp;G)…</translation>
    </message>
    <message>
      <source>Makes the selection larger all around</source>
      <extracomment>actions</extracomment>
      <translation>선택 영역을 사방으로 넓힙니다</translation>
    </message>
    <message>
      <source>&amp;Shrink…</source>
      <extracomment>actions</extracomment>
      <translation>좁히기(&amp;S)…</translation>
    </message>
    <message>
      <source>Makes the selection smaller all around</source>
      <extracomment>actions</extracomment>
      <translation>선택 영역을 사방으로 좁힙니다</translation>
    </message>
    <message>
      <source>&amp;Feather…</source>
      <extracomment>actions</extracomment>
      <translation>가장자리 흐리기(&amp;F)…</translation>
    </message>
    <message>
      <source>Lets the selection's edge fade</source>
      <extracomment>actions</extracomment>
      <translation>선택 영역의 가장자리를 부드럽게 합니다</translation>
    </message>
    <message>
      <source>&amp;Border…</source>
      <extracomment>actions</extracomment>
      <translation>테두리(&amp;B)…</translation>
    </message>
    <message>
      <source>Selects a band along the selection's edge</source>
      <extracomment>actions</extracomment>
      <translation>선택 영역의 가장자리를 따라 띠를 선택합니다</translation>
    </message>
    <message>
      <source>&amp;Colour Range…</source>
      <extracomment>actions</extracomment>
      <translation>색상 범위(&amp;C)…</translation>
    </message>
    <message>
      <source>Selects all that is like colours picked from the picture</source>
      <extracomment>actions</extracomment>
      <translation>그림에서 고른 색과 비슷한 것을 모두 선택합니다</translation>
    </message>
    <message>
      <source>From Layer's &amp;Opacity</source>
      <extracomment>actions</extracomment>
      <translation>레이어의 불투명도에서(&amp;O)</translation>
    </message>
    <message>
      <source>Selects what the active layer covers, half of it where it is half transparent</source>
      <extracomment>actions</extracomment>
      <translation>활성 레이어가 덮은 것을 선택합니다. 반투명한 곳은 반만 선택합니다</translation>
    </message>
    <message>
      <source>From &amp;Mask Layer</source>
      <extracomment>actions</extracomment>
      <translation>마스크 레이어에서(&amp;M)</translation>
    </message>
    <message>
      <source>Selects what the active mask covers, or else all masks</source>
      <extracomment>actions</extracomment>
      <translation>활성 마스크가, 없으면 모든 마스크가 덮은 것을 선택합니다</translation>
    </message>
    <message>
      <source>&amp;To Mask Layer</source>
      <extracomment>actions</extracomment>
      <translation>마스크 레이어로(&amp;T)</translation>
    </message>
    <message>
      <source>Adds a mask that covers what is selected: the model paints there</source>
      <extracomment>actions</extracomment>
      <translation>선택한 것을 덮는 마스크를 추가합니다. 모델이 거기에 그립니다</translation>
    </message>
    <message>
      <source>To &amp;Region</source>
      <extracomment>actions</extracomment>
      <translation>영역으로(&amp;R)</translation>
    </message>
    <message>
      <source>Adds a region of what is selected, with a prompt of its own</source>
      <extracomment>actions</extracomment>
      <translation>선택한 부분을 자체 프롬프트가 있는 영역으로 추가합니다</translation>
    </message>
    <message>
      <source>&amp;Quick Mask</source>
      <extracomment>actions</extracomment>
      <translation>빠른 마스크(&amp;Q)</translation>
    </message>
    <message>
      <source>Shows the selection in red: brushes add to it, the eraser takes away</source>
      <extracomment>actions</extracomment>
      <translation>선택 영역을 빨갛게 보입니다. 붓은 더하고 지우개는 뺍니다</translation>
    </message>
    <message>
      <source>Brush</source>
      <extracomment>actions</extracomment>
      <translation>붓</translation>
    </message>
    <message>
      <source>Paints with the colour. Shift: straight line, Alt: take a colour, [ ]: size.</source>
      <extracomment>actions</extracomment>
      <translation>색으로 그립니다. Shift: 직선, Alt: 색 따기, [ ]: 크기.</translation>
    </message>
    <message>
      <source>Eraser</source>
      <extracomment>actions</extracomment>
      <translation>지우개</translation>
    </message>
    <message>
      <source>Removes paint, or mask, from the active layer. Shift: straight line, [ ]: size.</source>
      <extracomment>actions</extracomment>
      <translation>활성 레이어의 칠이나 마스크를 지웁니다. Shift: 직선, [ ]: 크기.</translation>
    </message>
    <message>
      <source>Mask brush</source>
      <extracomment>actions</extracomment>
      <translation>마스크 붓</translation>
    </message>
    <message>
      <source>Paints what will be repainted. Alt or right button: take away, Shift: straight line.</source>
      <extracomment>actions</extracomment>
      <translation>다시 그릴 곳을 칠합니다. Alt 또는 오른쪽 버튼: 빼기, Shift: 직선.</translation>
    </message>
    <message>
      <source>Sketch brush</source>
      <extracomment>actions</extracomment>
      <translation>스케치 붓</translation>
    </message>
    <message>
      <source>Sketches over the picture; sketches are not exported. Shift: straight line.</source>
      <extracomment>actions</extracomment>
      <translation>그림 위에 스케치합니다. 스케치는 내보내지지 않습니다. Shift: 직선.</translation>
    </message>
    <message>
      <source>Fill</source>
      <extracomment>actions</extracomment>
      <translation>채우기</translation>
    </message>
    <message>
      <source>Fills what has the colour under it. Right button: with the second colour.</source>
      <extracomment>actions</extracomment>
      <translation>누른 곳의 색과 같은 곳을 채웁니다. 오른쪽 버튼: 두 번째 색으로.</translation>
    </message>
    <message>
      <source>Gradient</source>
      <extracomment>actions</extracomment>
      <translation>그라디언트</translation>
    </message>
    <message>
      <source>Drag from where the first colour is to where the last one is. Shift: by 15°.</source>
      <extracomment>actions</extracomment>
      <translation>첫 색이 있을 곳에서 마지막 색이 있을 곳까지 끕니다. Shift: 15°씩.</translation>
    </message>
    <message>
      <source>Shape</source>
      <extracomment>actions</extracomment>
      <translation>도형</translation>
    </message>
    <message>
      <source>Drag from corner to corner. Shift: equal sides, Alt: from the middle.</source>
      <extracomment>actions</extracomment>
      <translation>모서리에서 모서리로 끕니다. Shift: 같은 변, Alt: 가운데에서.</translation>
    </message>
    <message>
      <source>Text</source>
      <extracomment>actions</extracomment>
      <translation>글자</translation>
    </message>
    <message>
      <source>Click where the text begins, or on one that is there. While it is typed, drag it.</source>
      <extracomment>actions</extracomment>
      <translation>글자가 시작될 곳이나 이미 있는 글자를 누르세요. 입력하는 동안 끌어 옮길 수 있습니다.</translation>
    </message>
    <message>
      <source>Rectangle selection</source>
      <extracomment>actions</extracomment>
      <translation>사각형 선택</translation>
    </message>
    <message>
      <source>Selects a rectangle. Then Shift: square, Alt: from its centre. Click: deselect.</source>
      <extracomment>actions</extracomment>
      <translation>사각형을 선택합니다. 이어서 Shift: 정사각형, Alt: 가운데에서. 클릭: 선택 해제.</translation>
    </message>
    <message>
      <source>Ellipse selection</source>
      <extracomment>actions</extracomment>
      <translation>타원 선택</translation>
    </message>
    <message>
      <source>Selects an ellipse. Then Shift: circle, Alt: from its centre. Click: deselect.</source>
      <extracomment>actions</extracomment>
      <translation>타원을 선택합니다. 이어서 Shift: 원, Alt: 가운데에서. 클릭: 선택 해제.</translation>
    </message>
    <message>
      <source>Lasso</source>
      <extracomment>actions</extracomment>
      <translation>올가미</translation>
    </message>
    <message>
      <source>Selects what is drawn around. Shift: add, Alt: take away, both: keep what both cover.</source>
      <extracomment>actions</extracomment>
      <translation>둘러 그린 것을 선택합니다. Shift: 더하기, Alt: 빼기, 함께: 둘 다 덮은 것만.</translation>
    </message>
    <message>
      <source>Polygon selection</source>
      <extracomment>actions</extracomment>
      <translation>다각형 선택</translation>
    </message>
    <message>
      <source>Click from corner to corner. Double click or Enter: close, Backspace: one corner back.</source>
      <extracomment>actions</extracomment>
      <translation>모서리마다 누릅니다. 두 번 누르기 또는 Enter: 닫기, Backspace: 모서리 하나 뒤로.</translation>
    </message>
    <message>
      <source>Magic wand</source>
      <extracomment>actions</extracomment>
      <translation>자동 선택</translation>
    </message>
    <message>
      <source>Selects what has the colour under it. Shift: add, Alt: take away.</source>
      <extracomment>actions</extracomment>
      <translation>누른 곳의 색과 같은 곳을 선택합니다. Shift: 더하기, Alt: 빼기.</translation>
    </message>
    <message>
      <source>Object selection</source>
      <extracomment>actions</extracomment>
      <translation>개체 선택</translation>
    </message>
    <message>
      <source>Draw a box around something to select it. Shift: add, Alt: take away.</source>
      <extracomment>actions</extracomment>
      <translation>무언가를 상자로 둘러 선택합니다. Shift: 더하기, Alt: 빼기.</translation>
    </message>
    <message>
      <source>Region</source>
      <extracomment>actions</extracomment>
      <translation>영역</translation>
    </message>
    <message>
      <source>Draws a box with a prompt of its own; drag its label to move it, handles to resize it.</source>
      <extracomment>actions</extracomment>
      <translation>자기 프롬프트를 가진 상자를 그립니다. 이름표를 끌면 옮겨지고 손잡이로 크기를 바꿉니다.</translation>
    </message>
    <message>
      <source>Move</source>
      <extracomment>actions</extracomment>
      <translation>이동</translation>
    </message>
    <message>
      <source>Moves the chosen layers. Shift: along one axis, Alt: a copy, Ctrl: that layer.</source>
      <extracomment>actions</extracomment>
      <translation>고른 레이어를 옮깁니다. Shift: 한 축으로만, Alt: 복사본, Ctrl: 그곳의 레이어.</translation>
    </message>
    <message>
      <source>Transform</source>
      <extracomment>actions</extracomment>
      <translation>변형</translation>
    </message>
    <message>
      <source>Drag inside: move, handles: scale, outside: turn. Ctrl: perspective. Enter: done.</source>
      <extracomment>actions</extracomment>
      <translation>안쪽을 끌면 이동, 손잡이: 크기, 바깥: 회전. Ctrl: 원근. Enter: 완료.</translation>
    </message>
    <message>
      <source>Crop</source>
      <extracomment>actions</extracomment>
      <translation>자르기</translation>
    </message>
    <message>
      <source>Drag the frame; Shift keeps its proportions. Enter: crop, Esc: begin anew.</source>
      <extracomment>actions</extracomment>
      <translation>틀을 끕니다. Shift는 비율을 지킵니다. Enter: 자르기, Esc: 처음부터.</translation>
    </message>
    <message>
      <source>Measure</source>
      <extracomment>actions</extracomment>
      <translation>측정</translation>
    </message>
    <message>
      <source>Drag along a line: its length and angle are told. Straighten makes it level.</source>
      <extracomment>actions</extracomment>
      <translation>선을 따라 끌면 길이와 각도가 표시됩니다. 수평 맞추기로 반듯하게 합니다.</translation>
    </message>
    <message>
      <source>Eyedropper</source>
      <extracomment>actions</extracomment>
      <translation>스포이트</translation>
    </message>
    <message>
      <source>Takes a colour from the picture. Right button: the second colour.</source>
      <extracomment>actions</extracomment>
      <translation>그림에서 색을 땁니다. 오른쪽 버튼: 두 번째 색.</translation>
    </message>
    <message>
      <source>Reference</source>
      <extracomment>actions</extracomment>
      <translation>참고 그림</translation>
    </message>
    <message>
      <source>Drop pictures here. Drag: move, corners: scale, knob: turn. Delete takes one away.</source>
      <extracomment>actions</extracomment>
      <translation>그림을 여기에 놓으세요. 끌기: 이동, 모서리: 크기, 손잡이: 회전. Delete로 없앱니다.</translation>
    </message>
    <message>
      <source>S&amp;maller Brush</source>
      <extracomment>actions</extracomment>
      <translation>작은 붓(&amp;M)</translation>
    </message>
    <message>
      <source>Makes the brush smaller</source>
      <extracomment>actions</extracomment>
      <translation>붓을 작게 합니다</translation>
    </message>
    <message>
      <source>&amp;Larger Brush</source>
      <extracomment>actions</extracomment>
      <translation>큰 붓(&amp;L)</translation>
    </message>
    <message>
      <source>Makes the brush larger</source>
      <extracomment>actions</extracomment>
      <translation>붓을 크게 합니다</translation>
    </message>
    <message>
      <source>&amp;Brushes…</source>
      <extracomment>actions</extracomment>
      <translation>붓 고르기(&amp;B)…</translation>
    </message>
    <message>
      <source>Shows all brushes to choose from</source>
      <extracomment>actions</extracomment>
      <translation>고를 수 있는 모든 붓을 보여 줍니다</translation>
    </message>
    <message>
      <source>Brush E&amp;ditor…</source>
      <extracomment>actions</extracomment>
      <translation>붓 편집기(&amp;D)…</translation>
    </message>
    <message>
      <source>Edits the brush in hand: tip, grain, spacing, and what follows the pen</source>
      <extracomment>actions</extracomment>
      <translation>손에 든 붓을 고칩니다: 끝, 결, 간격, 펜을 따르는 것</translation>
    </message>
    <message>
      <source>&amp;Gradients…</source>
      <extracomment>actions</extracomment>
      <translation>그라디언트(&amp;G)…</translation>
    </message>
    <message>
      <source>Shows all gradients to choose from, and edits the one in hand</source>
      <extracomment>actions</extracomment>
      <translation>고를 수 있는 모든 그라디언트를 보이고, 손에 든 것을 고칩니다</translation>
    </message>
    <message>
      <source>Mirror Strokes Left and &amp;Right</source>
      <extracomment>actions</extracomment>
      <translation>획을 좌우로 대칭(&amp;R)</translation>
    </message>
    <message>
      <source>Paints on both sides of the middle at once</source>
      <extracomment>actions</extracomment>
      <translation>가운데 양쪽에 동시에 그립니다</translation>
    </message>
    <message>
      <source>Mirror Strokes &amp;Top and Bottom</source>
      <extracomment>actions</extracomment>
      <translation>획을 상하로 대칭(&amp;T)</translation>
    </message>
    <message>
      <source>Paints above and below the middle at once</source>
      <extracomment>actions</extracomment>
      <translation>가운데 위아래에 동시에 그립니다</translation>
    </message>
    <message>
      <source>S&amp;wap Colours</source>
      <extracomment>actions</extracomment>
      <translation>색 바꾸기(&amp;W)</translation>
    </message>
    <message>
      <source>Swaps the colour with the second one</source>
      <extracomment>actions</extracomment>
      <translation>색을 두 번째 색과 바꿉니다</translation>
    </message>
    <message>
      <source>&amp;Default Colours</source>
      <extracomment>actions</extracomment>
      <translation>기본 색(&amp;D)</translation>
    </message>
    <message>
      <source>Black, and white as the second colour</source>
      <extracomment>actions</extracomment>
      <translation>검정, 두 번째 색은 하양</translation>
    </message>
    <message>
      <source>Does what the line above the button says</source>
      <extracomment>actions</extracomment>
      <translation>버튼 위의 줄이 말하는 것을 합니다</translation>
    </message>
    <message>
      <source>Generate &amp;Next</source>
      <extracomment>actions</extracomment>
      <translation>다음에 생성(&amp;N)</translation>
    </message>
    <message>
      <source>Generates before everything else that waits in the queue</source>
      <extracomment>actions</extracomment>
      <translation>대기열에서 기다리는 다른 모든 것보다 먼저 생성합니다</translation>
    </message>
    <message>
      <source>Parameter G&amp;rid…</source>
      <extracomment>actions</extracomment>
      <translation>매개변수 격자(&amp;R)…</translation>
    </message>
    <message>
      <source>Makes a table of pictures in which two things differ, such as steps and guidance</source>
      <extracomment>actions</extracomment>
      <translation>단계 수와 지시 강도처럼 두 가지가 다른 그림들을 표로 만듭니다</translation>
    </message>
    <message>
      <source>&amp;Cancel</source>
      <extracomment>actions</extracomment>
      <translation>취소(&amp;C)</translation>
    </message>
    <message>
      <source>Takes the shown candidate off the canvas, or stops the running job</source>
      <extracomment>actions</extracomment>
      <translation>보이는 후보를 캔버스에서 내리거나 실행 중인 작업을 멈춥니다</translation>
    </message>
    <message>
      <source>Cancel &amp;All</source>
      <extracomment>actions</extracomment>
      <translation>모두 취소(&amp;A)</translation>
    </message>
    <message>
      <source>Stops the running job and empties the queue</source>
      <extracomment>actions</extracomment>
      <translation>실행 중인 작업을 멈추고 대기열을 비웁니다</translation>
    </message>
    <message>
      <source>Pause or Go &amp;On</source>
      <extracomment>actions</extracomment>
      <translation>일시 정지 또는 계속(&amp;O)</translation>
    </message>
    <message>
      <source>Pauses the picture that is being made after its step, to be painted on; or goes on</source>
      <extracomment>actions</extracomment>
      <translation>만들고 있는 그림을 그 단계 뒤에 멈춰 덧그리게 하거나, 이어 갑니다</translation>
    </message>
    <message>
      <source>&amp;Branch</source>
      <extracomment>actions</extracomment>
      <translation>갈라지기(&amp;B)</translation>
    </message>
    <message>
      <source>Makes pictures that share the steps of the paused one, and differ from there on</source>
      <extracomment>actions</extracomment>
      <translation>멈춘 그림과 거기까지의 단계를 함께하고 그 뒤로 달라지는 그림을 만듭니다</translation>
    </message>
    <message>
      <source>&amp;Pause Queue</source>
      <extracomment>actions</extracomment>
      <translation>대기열 일시 정지(&amp;P)</translation>
    </message>
    <message>
      <source>Begins no further job until resumed</source>
      <extracomment>actions</extracomment>
      <translation>다시 시작할 때까지 새 작업을 시작하지 않습니다</translation>
    </message>
    <message>
      <source>&amp;Live Painting</source>
      <extracomment>actions</extracomment>
      <translation>실시간 그리기(&amp;L)</translation>
    </message>
    <message>
      <source>The model paints along: each stroke refreshes the picture under the pen</source>
      <extracomment>actions</extracomment>
      <translation>모델이 함께 그립니다. 획마다 펜 아래의 그림이 새로워집니다</translation>
    </message>
    <message>
      <source>Live: &amp;Other Seed</source>
      <extracomment>actions</extracomment>
      <translation>실시간: 다른 시드(&amp;O)</translation>
    </message>
    <message>
      <source>Paints the live picture again, from other noise</source>
      <extracomment>actions</extracomment>
      <translation>실시간 그림을 다른 노이즈에서 다시 그립니다</translation>
    </message>
    <message>
      <source>Live: &amp;Beside the Canvas</source>
      <extracomment>actions</extracomment>
      <translation>실시간: 캔버스 옆에(&amp;B)</translation>
    </message>
    <message>
      <source>Shows the live picture beside the canvas instead of over it</source>
      <extracomment>actions</extracomment>
      <translation>실시간 그림을 캔버스 위가 아니라 옆에 보입니다</translation>
    </message>
    <message>
      <source>Live: Appl&amp;y as Layer</source>
      <extracomment>actions</extracomment>
      <translation>실시간: 레이어로 적용(&amp;Y)</translation>
    </message>
    <message>
      <source>Makes the live picture a new layer, to paint on over it</source>
      <extracomment>actions</extracomment>
      <translation>실시간 그림을 새 레이어로 만들어 그 위에 계속 그립니다</translation>
    </message>
    <message>
      <source>Appl&amp;y Candidate</source>
      <extracomment>actions</extracomment>
      <translation>후보 적용(&amp;Y)</translation>
    </message>
    <message>
      <source>Makes the chosen candidate a new layer</source>
      <extracomment>actions</extracomment>
      <translation>고른 후보를 새 레이어로 만듭니다</translation>
    </message>
    <message>
      <source>&amp;Discard Candidate</source>
      <extracomment>actions</extracomment>
      <translation>후보 버리기(&amp;D)</translation>
    </message>
    <message>
      <source>Removes the chosen candidate</source>
      <extracomment>actions</extracomment>
      <translation>고른 후보를 없앱니다</translation>
    </message>
    <message>
      <source>&amp;Use Its Seed</source>
      <extracomment>actions</extracomment>
      <translation>그 시드 쓰기(&amp;U)</translation>
    </message>
    <message>
      <source>Fixes the seed of the chosen candidate for the next run</source>
      <extracomment>actions</extracomment>
      <translation>고른 후보의 시드를 다음 실행에 고정합니다</translation>
    </message>
    <message>
      <source>Make &amp;Variations</source>
      <extracomment>actions</extracomment>
      <translation>변형 만들기(&amp;V)</translation>
    </message>
    <message>
      <source>Makes a batch of pictures that differ a little from the chosen candidate</source>
      <extracomment>actions</extracomment>
      <translation>고른 후보와 조금씩 다른 그림 한 묶음을 만듭니다</translation>
    </message>
    <message>
      <source>&amp;Wipe between It and the Canvas</source>
      <extracomment>actions</extracomment>
      <translation>캔버스와 나누어 비교(&amp;W)</translation>
    </message>
    <message>
      <source>Shows the candidate left of a divider that can be dragged, and the canvas right of it</source>
      <extracomment>actions</extracomment>
      <translation>끌 수 있는 경계선 왼쪽에 후보를, 오른쪽에 캔버스를 보입니다</translation>
    </message>
    <message>
      <source>Compare &amp;Others with It</source>
      <extracomment>actions</extracomment>
      <translation>다른 후보와 비교(&amp;O)</translation>
    </message>
    <message>
      <source>Shows the chosen candidate right of the divider, and whichever else is chosen left</source>
      <extracomment>actions</extracomment>
      <translation>고른 후보를 경계선 오른쪽에, 다른 후보를 왼쪽에 보입니다</translation>
    </message>
    <message>
      <source>Make Layer &amp;Again</source>
      <extracomment>actions</extracomment>
      <translation>레이어 다시 만들기(&amp;A)</translation>
    </message>
    <message>
      <source>Makes the generated layer again in its place, from what has changed since, or else with another seed</source>
      <extracomment>actions</extracomment>
      <translation>생성한 레이어를 제자리에서 다시 만듭니다. 그사이 바뀐 것으로, 없으면 다른 시드로</translation>
    </message>
    <message>
      <source>&amp;Same Again with…</source>
      <extracomment>actions</extracomment>
      <translation>바꿔서 다시(&amp;S)…</translation>
    </message>
    <message>
      <source>Makes the generated layer again with another prompt, seed, mask or setting</source>
      <extracomment>actions</extracomment>
      <translation>생성한 레이어를 다른 프롬프트, 시드, 마스크 또는 설정으로 다시 만듭니다</translation>
    </message>
    <message>
      <source>Ne&amp;xt Candidate</source>
      <extracomment>actions</extracomment>
      <translation>다음 후보(&amp;X)</translation>
    </message>
    <message>
      <source>Shows the next candidate in place</source>
      <extracomment>actions</extracomment>
      <translation>다음 후보를 제자리에 보입니다</translation>
    </message>
    <message>
      <source>P&amp;revious Candidate</source>
      <extracomment>actions</extracomment>
      <translation>이전 후보(&amp;R)</translation>
    </message>
    <message>
      <source>Shows the previous candidate in place</source>
      <extracomment>actions</extracomment>
      <translation>이전 후보를 제자리에 보입니다</translation>
    </message>
    <message>
      <source>Add &amp;Technique…</source>
      <extracomment>actions</extracomment>
      <translation>기법 추가(&amp;T)…</translation>
    </message>
    <message>
      <source>Adds a technique that steers how the picture is made</source>
      <extracomment>actions</extracomment>
      <translation>그림이 만들어지는 방식을 조종하는 기법을 추가합니다</translation>
    </message>
    <message>
      <source>Teac&amp;h the Model…</source>
      <extracomment>actions</extracomment>
      <translation>모델 가르치기(&amp;H)…</translation>
    </message>
    <message>
      <source>Teaches a model a thing, a style or a word from a few pictures</source>
      <extracomment>actions</extracomment>
      <translation>그림 몇 장으로 모델에게 사물, 화풍 또는 낱말을 가르칩니다</translation>
    </message>
    <message>
      <source>&amp;Automatic</source>
      <extracomment>actions</extracomment>
      <translation>자동(&amp;A)</translation>
    </message>
    <message>
      <source>How models are fitted into memory, from the next picture on</source>
      <extracomment>actions</extracomment>
      <translation>다음 그림부터 모델을 메모리에 맞추는 방법</translation>
    </message>
    <message>
      <source>Memor&amp;y</source>
      <extracomment>actions</extracomment>
      <translation>메모리(&amp;Y)</translation>
    </message>
    <message>
      <source>&amp;Whole</source>
      <extracomment>actions</extracomment>
      <translation>전체(&amp;W)</translation>
    </message>
    <message>
      <source>&amp;Parts in Turn</source>
      <extracomment>actions</extracomment>
      <translation>부분을 차례로(&amp;P)</translation>
    </message>
    <message>
      <source>&amp;Streamed</source>
      <extracomment>actions</extracomment>
      <translation>흘려 보내기(&amp;S)</translation>
    </message>
    <message>
      <source>&amp;8-bit Weights</source>
      <extracomment>actions</extracomment>
      <translation>8비트 가중치(&amp;8)</translation>
    </message>
    <message>
      <source>&amp;4-bit Weights</source>
      <extracomment>actions</extracomment>
      <translation>4비트 가중치(&amp;4)</translation>
    </message>
    <message>
      <source>M&amp;odels…</source>
      <extracomment>actions</extracomment>
      <translation>모델(&amp;O)…</translation>
    </message>
    <message>
      <source>Lists the models on this computer, and fetches others</source>
      <extracomment>actions</extracomment>
      <translation>이 컴퓨터의 모델을 보여 주고 다른 모델을 가져옵니다</translation>
    </message>
    <message>
      <source>Add &amp;Model Folder…</source>
      <extracomment>actions</extracomment>
      <translation>모델 폴더 추가(&amp;M)…</translation>
    </message>
    <message>
      <source>Looks for your own models in one more folder</source>
      <extracomment>actions</extracomment>
      <translation>폴더 하나를 더해 가진 모델을 찾습니다</translation>
    </message>
    <message>
      <source>Zoom &amp;In</source>
      <extracomment>actions</extracomment>
      <translation>확대(&amp;I)</translation>
    </message>
    <message>
      <source>Shows the canvas larger</source>
      <extracomment>actions</extracomment>
      <translation>캔버스를 크게 보입니다</translation>
    </message>
    <message>
      <source>Zoom &amp;Out</source>
      <extracomment>actions</extracomment>
      <translation>축소(&amp;O)</translation>
    </message>
    <message>
      <source>Shows the canvas smaller</source>
      <extracomment>actions</extracomment>
      <translation>캔버스를 작게 보입니다</translation>
    </message>
    <message>
      <source>&amp;Fit to Window</source>
      <extracomment>actions</extracomment>
      <translation>창에 맞추기(&amp;F)</translation>
    </message>
    <message>
      <source>Shows the whole canvas</source>
      <extracomment>actions</extracomment>
      <translation>캔버스 전체를 보입니다</translation>
    </message>
    <message>
      <source>&amp;Actual Size</source>
      <extracomment>actions</extracomment>
      <translation>실제 크기(&amp;A)</translation>
    </message>
    <message>
      <source>Shows one canvas pixel as one screen pixel</source>
      <extracomment>actions</extracomment>
      <translation>캔버스 픽셀 하나를 화면 픽셀 하나로 보입니다</translation>
    </message>
    <message>
      <source>Rotate &amp;Left</source>
      <extracomment>actions</extracomment>
      <translation>왼쪽으로 돌리기(&amp;L)</translation>
    </message>
    <message>
      <source>Turns the view to the left; the picture stays as it is</source>
      <extracomment>actions</extracomment>
      <translation>보기를 왼쪽으로 돌립니다. 그림은 그대로입니다</translation>
    </message>
    <message>
      <source>Rotate &amp;Right</source>
      <extracomment>actions</extracomment>
      <translation>오른쪽으로 돌리기(&amp;R)</translation>
    </message>
    <message>
      <source>Turns the view to the right; the picture stays as it is</source>
      <extracomment>actions</extracomment>
      <translation>보기를 오른쪽으로 돌립니다. 그림은 그대로입니다</translation>
    </message>
    <message>
      <source>Reset R&amp;otation</source>
      <extracomment>actions</extracomment>
      <translation>회전 초기화(&amp;O)</translation>
    </message>
    <message>
      <source>Takes the rotation of the view back</source>
      <extracomment>actions</extracomment>
      <translation>보기의 회전을 되돌립니다</translation>
    </message>
    <message>
      <source>&amp;Mirror View</source>
      <extracomment>actions</extracomment>
      <translation>보기 좌우 반전(&amp;M)</translation>
    </message>
    <message>
      <source>Shows the picture mirrored, which shows its faults; the picture stays as it is</source>
      <extracomment>actions</extracomment>
      <translation>그림을 뒤집어 보여 흠을 찾게 합니다. 그림은 그대로입니다</translation>
    </message>
    <message>
      <source>Show &amp;Previews</source>
      <extracomment>actions</extracomment>
      <translation>미리보기 표시(&amp;P)</translation>
    </message>
    <message>
      <source>Shows pictures over the canvas while they grow</source>
      <extracomment>actions</extracomment>
      <translation>그림이 만들어지는 동안 캔버스 위에 보여 줍니다</translation>
    </message>
    <message>
      <source>Show &amp;Context</source>
      <extracomment>actions</extracomment>
      <translation>문맥 보이기(&amp;C)</translation>
    </message>
    <message>
      <source>Draws the part of the canvas that the model sees around the mask</source>
      <extracomment>actions</extracomment>
      <translation>모델이 마스크 둘레에서 보는 캔버스 부분을 그려 줍니다</translation>
    </message>
    <message>
      <source>R&amp;ulers</source>
      <extracomment>actions</extracomment>
      <translation>눈금자(&amp;U)</translation>
    </message>
    <message>
      <source>Shows rulers along the canvas; guides are dragged out of them</source>
      <extracomment>actions</extracomment>
      <translation>캔버스 가장자리에 눈금자를 보여 줍니다. 안내선을 거기서 끌어냅니다</translation>
    </message>
    <message>
      <source>Show &amp;Guides</source>
      <extracomment>actions</extracomment>
      <translation>안내선 보기(&amp;G)</translation>
    </message>
    <message>
      <source>Shows the guides, or the canvas without them</source>
      <extracomment>actions</extracomment>
      <translation>안내선을 보여 주거나 숨깁니다</translation>
    </message>
    <message>
      <source>Guides an&amp;d Grid</source>
      <extracomment>actions</extracomment>
      <translation>안내선과 격자(&amp;D)</translation>
    </message>
    <message>
      <source>Show Gri&amp;d</source>
      <extracomment>actions</extracomment>
      <translation>격자 보기(&amp;D)</translation>
    </message>
    <message>
      <source>Draws a grid over the canvas</source>
      <extracomment>actions</extracomment>
      <translation>캔버스 위에 격자를 그립니다</translation>
    </message>
    <message>
      <source>&amp;New Guide…</source>
      <extracomment>actions</extracomment>
      <translation>새 안내선(&amp;N)…</translation>
    </message>
    <message>
      <source>Adds a guide at a number of pixels or percent</source>
      <extracomment>actions</extracomment>
      <translation>픽셀이나 퍼센트로 정한 곳에 안내선을 추가합니다</translation>
    </message>
    <message>
      <source>New &amp;Vanishing Point</source>
      <extracomment>actions</extracomment>
      <translation>새 소실점(&amp;V)</translation>
    </message>
    <message>
      <source>Click where lines meet: strokes run towards it; two or three make a perspective</source>
      <extracomment>actions</extracomment>
      <translation>선들이 만날 곳을 누르세요. 획이 그쪽으로 갑니다. 둘이나 셋이면 원근이 됩니다</translation>
    </message>
    <message>
      <source>New &amp;Parallel Lines</source>
      <extracomment>actions</extracomment>
      <translation>새 평행선(&amp;P)</translation>
    </message>
    <message>
      <source>Draw a line: strokes run parallel to it</source>
      <extracomment>actions</extracomment>
      <translation>선을 그으세요. 획이 그 선과 나란히 갑니다</translation>
    </message>
    <message>
      <source>&amp;Lock Guides</source>
      <extracomment>actions</extracomment>
      <translation>안내선 잠그기(&amp;L)</translation>
    </message>
    <message>
      <source>Guides stay where they are, whatever is dragged over them</source>
      <extracomment>actions</extracomment>
      <translation>무엇을 끌든 안내선이 제자리에 있습니다</translation>
    </message>
    <message>
      <source>&amp;Clear Guides</source>
      <extracomment>actions</extracomment>
      <translation>안내선 지우기(&amp;C)</translation>
    </message>
    <message>
      <source>Takes all guides away</source>
      <extracomment>actions</extracomment>
      <translation>안내선을 모두 없앱니다</translation>
    </message>
    <message>
      <source>Grid &amp;Spacing…</source>
      <extracomment>actions</extracomment>
      <translation>격자 간격(&amp;S)…</translation>
    </message>
    <message>
      <source>How far the grid's lines are apart, and what divides them</source>
      <extracomment>actions</extracomment>
      <translation>격자 선의 간격과 그 사이의 나눔을 정합니다</translation>
    </message>
    <message>
      <source>&amp;Snap</source>
      <extracomment>actions</extracomment>
      <translation>스냅(&amp;S)</translation>
    </message>
    <message>
      <source>What is dragged is caught by lines near to it; hold Ctrl to let it pass</source>
      <extracomment>actions</extracomment>
      <translation>끄는 것이 가까운 선에 달라붙습니다. Ctrl을 누르고 있으면 붙지 않습니다</translation>
    </message>
    <message>
      <source>S&amp;nap</source>
      <extracomment>actions</extracomment>
      <translation>스냅(&amp;N)</translation>
    </message>
    <message>
      <source>To &amp;Guides</source>
      <extracomment>actions</extracomment>
      <translation>안내선에(&amp;G)</translation>
    </message>
    <message>
      <source>Guides catch what is dragged, while they are shown</source>
      <extracomment>actions</extracomment>
      <translation>안내선이 보이는 동안 끄는 것이 안내선에 달라붙습니다</translation>
    </message>
    <message>
      <source>To the Gri&amp;d</source>
      <extracomment>actions</extracomment>
      <translation>격자에(&amp;D)</translation>
    </message>
    <message>
      <source>The grid catches what is dragged, while it is shown</source>
      <extracomment>actions</extracomment>
      <translation>격자가 보이는 동안 끄는 것이 격자에 달라붙습니다</translation>
    </message>
    <message>
      <source>To the &amp;Canvas</source>
      <extracomment>actions</extracomment>
      <translation>캔버스에(&amp;C)</translation>
    </message>
    <message>
      <source>The canvas's edges and its middle catch what is dragged</source>
      <extracomment>actions</extracomment>
      <translation>끄는 것이 캔버스의 가장자리와 가운데에 달라붙습니다</translation>
    </message>
    <message>
      <source>Strokes to &amp;Assistants</source>
      <extracomment>actions</extracomment>
      <translation>획을 보조선에(&amp;A)</translation>
    </message>
    <message>
      <source>Strokes run towards vanishing points and along parallel lines, whichever they set out to</source>
      <extracomment>actions</extracomment>
      <translation>획이 시작하는 방향에 따라 소실점이나 평행선을 따라갑니다</translation>
    </message>
    <message>
      <source>Show Re&amp;ferences</source>
      <extracomment>actions</extracomment>
      <translation>참고 그림 보이기(&amp;F)</translation>
    </message>
    <message>
      <source>Shows the reference pictures, or the canvas without them</source>
      <extracomment>actions</extracomment>
      <translation>참고 그림을 보이거나 캔버스만 보입니다</translation>
    </message>
    <message>
      <source>Add R&amp;eference Pictures…</source>
      <extracomment>actions</extracomment>
      <translation>참고 그림 추가(&amp;E)…</translation>
    </message>
    <message>
      <source>Pins pictures beside the canvas: to look at, never part of the picture</source>
      <extracomment>actions</extracomment>
      <translation>캔버스 옆에 그림을 붙여 둡니다. 보기 위한 것이며 그림의 일부가 아닙니다</translation>
    </message>
    <message>
      <source>&amp;Hide Panels</source>
      <extracomment>actions</extracomment>
      <translation>패널 숨기기(&amp;H)</translation>
    </message>
    <message>
      <source>Shows the canvas alone, or everything again</source>
      <extracomment>actions</extracomment>
      <translation>캔버스만 보이거나 모두 다시 보입니다</translation>
    </message>
    <message>
      <source>&amp;Reset Panels</source>
      <extracomment>actions</extracomment>
      <translation>패널 초기화(&amp;R)</translation>
    </message>
    <message>
      <source>Puts every panel back to where it was at first</source>
      <extracomment>actions</extracomment>
      <translation>모든 패널을 처음 있던 곳으로 되돌립니다</translation>
    </message>
    <message>
      <source>Save &amp;Workspace…</source>
      <extracomment>actions</extracomment>
      <translation>작업 공간 저장(&amp;W)…</translation>
    </message>
    <message>
      <source>Keeps the panels as they lie now, under a name</source>
      <extracomment>actions</extracomment>
      <translation>지금의 패널 배치를 이름을 붙여 보관합니다</translation>
    </message>
    <message>
      <source>F&amp;ull Screen</source>
      <extracomment>actions</extracomment>
      <translation>전체 화면(&amp;U)</translation>
    </message>
    <message>
      <source>Uses the whole screen</source>
      <extracomment>actions</extracomment>
      <translation>화면 전체를 씁니다</translation>
    </message>
    <message>
      <source>&amp;Paints until a Pen is Used</source>
      <extracomment>actions</extracomment>
      <translation>펜을 쓰기 전까지 그리기(&amp;P)</translation>
    </message>
    <message>
      <source>What one finger on the canvas does; two move the view, taps of two or three undo or redo</source>
      <extracomment>actions</extracomment>
      <translation>캔버스에서 한 손가락이 하는 일. 둘은 보기를 움직이고, 둘이나 셋으로 두드리면 취소하거나 다시 합니다</translation>
    </message>
    <message>
      <source>&amp;One Finger</source>
      <extracomment>actions</extracomment>
      <translation>한 손가락(&amp;O)</translation>
    </message>
    <message>
      <source>&amp;Always Paints</source>
      <extracomment>actions</extracomment>
      <translation>언제나 그리기(&amp;A)</translation>
    </message>
    <message>
      <source>&amp;Moves the View</source>
      <extracomment>actions</extracomment>
      <translation>보기 움직이기(&amp;M)</translation>
    </message>
    <message>
      <source>&amp;Dark</source>
      <extracomment>actions</extracomment>
      <translation>어둡게(&amp;D)</translation>
    </message>
    <message>
      <source>Shows the program in these colours</source>
      <extracomment>actions</extracomment>
      <translation>프로그램을 이 색으로 보입니다</translation>
    </message>
    <message>
      <source>&amp;Theme</source>
      <extracomment>actions</extracomment>
      <translation>테마(&amp;T)</translation>
    </message>
    <message>
      <source>&amp;Light</source>
      <extracomment>actions</extracomment>
      <translation>밝게(&amp;L)</translation>
    </message>
    <message>
      <source>As the &amp;System</source>
      <extracomment>actions</extracomment>
      <translation>시스템 설정대로(&amp;S)</translation>
    </message>
    <message>
      <source>&amp;Command Palette…</source>
      <extracomment>actions</extracomment>
      <translation>명령 찾기(&amp;C)…</translation>
    </message>
    <message>
      <source>Finds every action by a few letters of its name</source>
      <extracomment>actions</extracomment>
      <translation>이름의 글자 몇 개로 모든 명령을 찾습니다</translation>
    </message>
    <message>
      <source>&amp;Shortcuts</source>
      <extracomment>actions</extracomment>
      <translation>단축키(&amp;S)</translation>
    </message>
    <message>
      <source>Lists every action with its keys</source>
      <extracomment>actions</extracomment>
      <translation>모든 명령과 그 키를 보여 줍니다</translation>
    </message>
    <message>
      <source>&amp;Diagnostics…</source>
      <extracomment>actions</extracomment>
      <translation>진단(&amp;D)…</translation>
    </message>
    <message>
      <source>Versions, machine, memory and the end of the log, to be copied into a report</source>
      <extracomment>actions</extracomment>
      <translation>버전, 컴퓨터, 메모리와 기록의 끝부분. 보고할 때 복사합니다</translation>
    </message>
    <message>
      <source>First &amp;Tour</source>
      <extracomment>actions</extracomment>
      <translation>첫 둘러보기(&amp;T)</translation>
    </message>
    <message>
      <source>Shows in ten steps how to paint with a model; it can be left at any time</source>
      <extracomment>actions</extracomment>
      <translation>모델과 함께 그리는 법을 열 단계로 보여 줍니다. 언제든 그만둘 수 있습니다</translation>
    </message>
    <message>
      <source>T&amp;ips at the Start</source>
      <extracomment>actions</extracomment>
      <translation>시작할 때 도움말(&amp;I)</translation>
    </message>
    <message>
      <source>Shows a tip at each start</source>
      <extracomment>actions</extracomment>
      <translation>시작할 때마다 도움말 하나를 보여 줍니다</translation>
    </message>
    <message>
      <source>The language of the program, from its next start on</source>
      <extracomment>actions</extracomment>
      <translation>프로그램의 언어. 다음에 시작할 때부터 바뀝니다</translation>
    </message>
    <message>
      <source>&amp;Language</source>
      <extracomment>actions</extracomment>
      <translation>언어(&amp;L)</translation>
    </message>
    <message>
      <source>&amp;English</source>
      <extracomment>actions</extracomment>
      <translation>English(&amp;E)</translation>
    </message>
    <message>
      <source>한국어 (&amp;Korean)</source>
      <extracomment>actions</extracomment>
      <translation>한국어(&amp;K)</translation>
    </message>
    <message>
      <source>&amp;About Underpaint</source>
      <extracomment>actions</extracomment>
      <translation>Underpaint 정보(&amp;A)</translation>
    </message>
    <message>
      <source>Version, starter model, licences</source>
      <extracomment>actions</extracomment>
      <translation>버전, 스타터 모델, 라이선스</translation>
    </message>
    <message>
      <source>Attend-and-Excite</source>
      <extracomment>parameters</extracomment>
      <translation>Attend-and-Excite</translation>
    </message>
    <message>
      <source>Makes sure that the chosen words of the prompt are not forgotten in the picture.

Chefer et al. 2023, https://arxiv.org/abs/2301.13826. In the first half of the steps the latents
are moved so that some place of the picture attends to each of the words.</source>
      <extracomment>parameters</extracomment>
      <translation>프롬프트에서 고른 낱말이 그림에서 빠지지 않게 합니다.

Chefer 외 2023, https://arxiv.org/abs/2301.13826. 단계의 앞 절반에서, 그림의 어떤 자리가 그 낱말마다 주목하도록 잠재 그림을 옮깁니다.</translation>
    </message>
    <message>
      <source>ControlNet</source>
      <extracomment>parameters</extracomment>
      <translation>ControlNet</translation>
    </message>
    <message>
      <source>Keeps the picture to a map of edges, scribbles, depth, poses… Several can be used at once.

Zhang et al. 2023, https://arxiv.org/abs/2302.05543. Adds about half a prediction to each step.</source>
      <extracomment>parameters</extracomment>
      <translation>그림이 윤곽선, 낙서, 깊이, 자세 같은 맵을 지키게 합니다. 여럿을 함께 쓸 수 있습니다.

Zhang 외 2023, https://arxiv.org/abs/2302.05543. 단계마다 예측 절반쯤이 더해집니다.</translation>
    </message>
    <message>
      <source>Custom Diffusion</source>
      <extracomment>parameters</extracomment>
      <translation>Custom Diffusion</translation>
    </message>
    <message>
      <source>Uses a file that teaches concepts together: its keys and values, and its words if it has any.

Kumari et al. 2022, https://arxiv.org/abs/2212.04488: of the UNet only W_k and W_v of the
layers that attend to words are learned (section 3.1). Words that lie in files of their own,
such as &lt;new1&gt;, are added as Textual Inversion.</source>
      <extracomment>parameters</extracomment>
      <translation>개념을 함께 가르치는 파일을 씁니다. 키와 값, 그리고 있으면 낱말까지 씁니다.

Kumari 외 2022, https://arxiv.org/abs/2212.04488: UNet에서는 낱말에 주목하는 층의 W_k와 W_v만 배웁니다(3.1절). &lt;new1&gt;처럼 따로 파일에 든 낱말은 Textual Inversion으로 추가합니다.</translation>
    </message>
    <message>
      <source>Depth2Image</source>
      <extracomment>parameters</extracomment>
      <translation>Depth2Image</translation>
    </message>
    <message>
      <source>Keeps the depth of the picture and paints the rest anew, by a model trained for it.

Rombach et al. 2022, https://arxiv.org/abs/2112.10752 (section 3.3, conditioning by
concatenation), with the depth model of Stable Diffusion 2; depth is estimated as by Ranftl et
al. 2021 (DPT), https://arxiv.org/abs/2103.13413. A depth map that is given or painted needs
no picture under it.</source>
      <extracomment>parameters</extracomment>
      <translation>그림의 깊이를 지키고 나머지를 새로 그립니다. 그렇게 학습한 모델이 필요합니다.

Rombach 외 2022, https://arxiv.org/abs/2112.10752 (3.3절, 이어 붙이는 조건), Stable Diffusion 2의 깊이 모델. 깊이는 Ranftl 외 2021 (DPT), https://arxiv.org/abs/2103.13413 처럼 어림합니다. 깊이 맵을 주거나 그리면 그림이 없어도 됩니다.</translation>
    </message>
    <message>
      <source>DiffEdit</source>
      <extracomment>parameters</extracomment>
      <translation>DiffEdit</translation>
    </message>
    <message>
      <source>Finds the part of a picture that has to change, and repaints that only.

Couairon et al. 2022, https://arxiv.org/abs/2210.11427. The mask that was found comes with the
result; painted over and given as the request's mask, it is used as it is. Outside it the
picture keeps its own pixels, which no autoencoder gives back exactly.</source>
      <extracomment>parameters</extracomment>
      <translation>그림에서 바뀌어야 할 부분을 찾아 그곳만 다시 그립니다.

Couairon 외 2022, https://arxiv.org/abs/2210.11427. 찾은 마스크는 결과와 함께 옵니다. 덧칠해서 요청의 마스크로 주면 그대로 쓰입니다. 그 밖에서는 그림이 자기 픽셀을 지킵니다.</translation>
    </message>
    <message>
      <source>DreamBooth (LoRA)</source>
      <extracomment>parameters</extracomment>
      <translation>DreamBooth (LoRA)</translation>
    </message>
    <message>
      <source>Uses a subject or a style that was taught as a LoRA file. A model taught whole is a model.

Ruiz et al. 2022, https://arxiv.org/abs/2208.12242; as LoRA: Hu et al. 2021,
https://arxiv.org/abs/2106.09685. Write the words in the prompt with which it was taught. Files
of diffusers, of kohya's scripts and of LyCORIS are read, with what they have for the text
encoder.</source>
      <extracomment>parameters</extracomment>
      <translation>LoRA 파일로 가르친 대상이나 화풍을 씁니다. 전체를 가르친 것은 모델입니다.

Ruiz 외 2022, https://arxiv.org/abs/2208.12242. LoRA: Hu 외 2021, https://arxiv.org/abs/2106.09685. 가르칠 때 쓴 말을 프롬프트에 쓰세요. diffusers, kohya의 스크립트, LyCORIS의 파일을 읽으며 텍스트 인코더의 것도 함께 읽습니다.</translation>
    </message>
    <message>
      <source>InstructPix2Pix</source>
      <extracomment>parameters</extracomment>
      <translation>InstructPix2Pix</translation>
    </message>
    <message>
      <source>Does to the picture what it is told: "make it night". Guidance says how strictly.

Brooks et al. 2022, https://arxiv.org/abs/2211.09800. It needs a model that was trained for it,
and adds one prediction to the two of a step. The part that an instruction is about can be found
and the rest kept as it is: Mirzaei et al. 2023, https://arxiv.org/abs/2308.08947.</source>
      <extracomment>parameters</extracomment>
      <translation>그림에 시키는 대로 합니다: “make it night”. 가이던스가 얼마나 엄격한지 정합니다.

Brooks 외 2022, https://arxiv.org/abs/2211.09800. 그렇게 학습한 모델이 필요하며, 단계의 예측 둘에 하나가 더해집니다. 지시와 관련된 곳을 찾아 나머지는 그대로 둘 수 있습니다: Mirzaei 외 2023, https://arxiv.org/abs/2308.08947.</translation>
    </message>
    <message>
      <source>LEDITS++</source>
      <extracomment>parameters</extracomment>
      <translation>LEDITS++</translation>
    </message>
    <message>
      <source>Changes a picture by concepts, each only where it matters, and keeps all else as it is.

Write what there is to be more or less of; without a concept the picture comes back as it is.
A mask that is painted keeps every concept within it. The prompt may stay empty, or say what the
picture shows now. The lower the strength, the more of the composition stays. Sliders of
Semantic Guidance act as well. One more prediction of the prompt, and with guidance of the
negative prompt, is made in each step, and one of each concept.

Brack et al. 2023, https://arxiv.org/abs/2311.16711, after the edit-friendly inversion of
Huberman-Spiegelglas et al. 2023, https://arxiv.org/abs/2304.06140.</source>
      <extracomment>parameters</extracomment>
      <translation>그림을 개념으로 바꿉니다. 각 개념은 필요한 곳에만 작용하고 나머지는 그대로 남습니다.

더하거나 덜어 낼 것을 적으세요. 개념이 없으면 그림이 그대로 돌아옵니다.
칠한 마스크가 있으면 모든 개념이 그 안에만 작용합니다. 프롬프트는 비워 두거나
지금 그림에 있는 것을 적으면 됩니다. 강도가 낮을수록 구도가 더 많이 남습니다.
시맨틱 가이던스의 슬라이더도 함께 작용합니다. 단계마다 프롬프트의 예측이 하나,
가이던스를 쓰면 네거티브 프롬프트의 예측이 하나, 개념마다 하나씩 더 만들어집니다.

Brack et al. 2023, https://arxiv.org/abs/2311.16711. Huberman-Spiegelglas et al. 2023의
편집하기 좋은 반전을 따릅니다, https://arxiv.org/abs/2304.06140.</translation>
    </message>
    <message>
      <source>Limited Guidance</source>
      <extracomment>parameters</extracomment>
      <translation>제한 가이던스</translation>
    </message>
    <message>
      <source>Paints faster: guidance, and with it the negative prompt, counts in a part of the steps
only. In the last ones it does next to nothing, in the very first ones it makes pictures alike.
A step without it takes half as long.

Kynkäänniemi et al. 2024, https://arxiv.org/abs/2404.07724.</source>
      <extracomment>parameters</extracomment>
      <translation>더 빨리 그립니다. 가이던스와 부정 프롬프트가 단계의 일부에서만 작용합니다. 마지막 단계에서는 거의 하는 일이 없고, 맨 처음 단계에서는 그림을 비슷하게 만듭니다. 가이던스가 없는 단계는 시간이 절반입니다.

Kynkäänniemi 외 2024, https://arxiv.org/abs/2404.07724.</translation>
    </message>
    <message>
      <source>Model editing</source>
      <extracomment>parameters</extracomment>
      <translation>모델 편집</translation>
    </message>
    <message>
      <source>Corrects what the model takes for granted: where prompts say “a rose” it paints a blue one.

Orgad et al. 2023, https://arxiv.org/abs/2303.08084 (TIME). The layers that attend to words are
changed once, by a formula, before the first step, and put back after the last. What is told to
stay is solved for together with the corrections, after Gandikota et al. 2024 (UCE),
https://arxiv.org/abs/2308.14761.</source>
      <extracomment>parameters</extracomment>
      <translation>모델이 당연하게 여기는 것을 고칩니다. 프롬프트가 “a rose”라고 하면 파란 장미를 그립니다.

Orgad 외 2023, https://arxiv.org/abs/2303.08084 (TIME). 낱말에 주목하는 층을 첫 단계 전에 공식으로 한 번 바꾸고 마지막 뒤에 되돌립니다. 남으라고 한 것은 수정과 함께 풉니다. Gandikota 외 2024 (UCE), https://arxiv.org/abs/2308.14761.</translation>
    </message>
    <message>
      <source>MultiDiffusion</source>
      <extracomment>parameters</extracomment>
      <translation>MultiDiffusion</translation>
    </message>
    <message>
      <source>Paints pictures of any size, seamless ones too; and decides how regions are painted.

Bar-Tal et al. 2023, https://arxiv.org/abs/2302.08113. Windows of the model's own size are
predicted all over the picture and fused where they overlap. Each window costs as much as a
picture of the model's size.</source>
      <extracomment>parameters</extracomment>
      <translation>어떤 크기의 그림도, 이음매 없는 그림도 그리며, 영역을 어떻게 그릴지 정합니다.

Bar-Tal 외 2023, https://arxiv.org/abs/2302.08113. 모델 크기의 창을 그림 전체에서 예측하고 겹치는 곳에서 합칩니다. 창마다 모델 크기의 그림 한 장만큼 시간이 듭니다.</translation>
    </message>
    <message>
      <source>Perturbed-Attention Guidance</source>
      <extracomment>parameters</extracomment>
      <translation>교란 어텐션 가이던스</translation>
    </message>
    <message>
      <source>Makes shapes hold together, by guiding away from a prediction in which each place of the
picture attends to itself alone. Works without a prompt too.

Ahn et al. 2024, https://arxiv.org/abs/2403.17377. Adds one prediction to the two of a step.</source>
      <extracomment>parameters</extracomment>
      <translation>그림의 자리마다 자기에게만 주목하는 예측에서 멀어지도록 이끌어 모양이 흐트러지지 않게 합니다. 프롬프트가 없어도 됩니다.

Ahn 외 2024, https://arxiv.org/abs/2403.17377. 단계의 예측 둘에 하나가 더해집니다.</translation>
    </message>
    <message>
      <source>Pix2Pix Zero</source>
      <extracomment>parameters</extracomment>
      <translation>Pix2Pix Zero</translation>
    </message>
    <message>
      <source>Turns one thing into another and keeps how the picture is composed: a cat into a dog.

Parmar et al. 2023, https://arxiv.org/abs/2302.03027. The prompt says what the picture shows
now. With a source, that picture is edited, as far as the strength lets it; without one, the
picture that the seed would have given. The mask of what changed comes with the result.</source>
      <extracomment>parameters</extracomment>
      <translation>구도를 지키면서 한 가지를 다른 것으로 바꿉니다. 고양이를 개로.

Parmar 외 2023, https://arxiv.org/abs/2302.03027. 프롬프트는 지금 그림에 있는 것을 말합니다. 원본이 있으면 강도가 허락하는 만큼 그 그림을 고치고, 없으면 시드가 주었을 그림을 고칩니다. 바뀐 곳의 마스크가 결과와 함께 옵니다.</translation>
    </message>
    <message>
      <source>Prompt weighting</source>
      <extracomment>parameters</extracomment>
      <translation>프롬프트 가중치</translation>
    </message>
    <message>
      <source>Makes words of any prompt count more or less: (red:1.3), (red) for 1.1, [red] for 1/1.1.

Weights need not be switched on, they are written in the prompt, best with Ctrl+Up and
Ctrl+Down on a selection. Here is said what they mean. \( is a bracket as it stands; {a|b}
and __file__ let each picture's seed choose; from # on it is a comment. AND joins prompts that
count each by itself, such as “a cat AND a dog :0.5”: Liu et al. 2022,
https://arxiv.org/abs/2206.01714; each costs one more prediction.</source>
      <extracomment>parameters</extracomment>
      <translation>프롬프트의 낱말에 무게를 더하거나 덜어 냅니다: (red:1.3), (red)는 1.1, [red]는 1/1.1.

가중치는 켤 필요가 없습니다. 프롬프트에 적으면 되고, 낱말을 선택해 Ctrl+위와
Ctrl+아래를 누르는 것이 가장 쉽습니다. 여기서는 가중치의 뜻을 정합니다. \( 는 괄호 그대로이고,
{a|b}와 __file__은 그림마다 시드가 고르며, # 뒤는 주석입니다. AND는 따로따로 작용하는
프롬프트를 잇습니다. 예: “a cat AND a dog :0.5”. Liu et al. 2022,
https://arxiv.org/abs/2206.01714. 하나마다 예측이 하나씩 더 듭니다.</translation>
    </message>
    <message>
      <source>Reference pictures</source>
      <extracomment>parameters</extracomment>
      <translation>참고 그림</translation>
    </message>
    <message>
      <source>Paints after pictures: what they show, only their style, or only their composition.

IP-Adapter, Ye et al. 2023, https://arxiv.org/abs/2308.06721; style and composition by
InstantStyle, Wang et al. 2024, https://arxiv.org/abs/2404.02733.</source>
      <extracomment>parameters</extracomment>
      <translation>그림을 본떠 그립니다. 보이는 것 전부, 화풍만, 또는 구도만.

IP-Adapter, Ye 외 2023, https://arxiv.org/abs/2308.06721. 화풍과 구도는 InstantStyle, Wang 외 2024, https://arxiv.org/abs/2404.02733.</translation>
    </message>
    <message>
      <source>Self-Attention Guidance</source>
      <extracomment>parameters</extracomment>
      <translation>셀프 어텐션 가이던스</translation>
    </message>
    <message>
      <source>Sharpens what the model attends to, by guiding away from a copy in which that is blurred.

Hong et al. 2023, https://arxiv.org/abs/2210.00939. Adds one prediction to each step.</source>
      <extracomment>parameters</extracomment>
      <translation>모델이 주목하는 것을 흐린 사본에서 멀어지도록 이끌어 더 또렷하게 합니다.

Hong 외 2023, https://arxiv.org/abs/2210.00939. 단계마다 예측 하나가 더해집니다.</translation>
    </message>
    <message>
      <source>Semantic Guidance</source>
      <extracomment>parameters</extracomment>
      <translation>시맨틱 가이던스</translation>
    </message>
    <message>
      <source>Sliders, each a concept that is pushed into the picture or out of it; the rest stays.

Brack et al. 2023 (SEGA), https://arxiv.org/abs/2301.12247. Each concept adds one prediction,
of the two that a step makes, to the steps in which it counts.</source>
      <extracomment>parameters</extracomment>
      <translation>슬라이더마다 개념 하나를 그림 안으로 또는 밖으로 밉니다. 나머지는 그대로입니다.

Brack 외 2023 (SEGA), https://arxiv.org/abs/2301.12247. 개념마다 작용하는 단계에 예측 하나가 더해집니다.</translation>
    </message>
    <message>
      <source>Step Reuse</source>
      <extracomment>parameters</extracomment>
      <translation>단계 재사용</translation>
    </message>
    <message>
      <source>Paints faster: only every few steps the whole network is computed, between them its
outermost layers alone. Details differ a little. Steps in which another technique looks at
attention are always computed as a whole.

DeepCache, Ma et al. 2023, https://arxiv.org/abs/2312.00858.</source>
      <extracomment>parameters</extracomment>
      <translation>더 빨리 그립니다. 몇 단계마다 한 번만 네트워크 전체를 계산하고 그 사이에는 가장 바깥 층만 계산합니다. 세부가 조금 다릅니다. 다른 기법이 주목을 살펴보는 단계는 언제나 전체를 계산합니다.

DeepCache, Ma 외 2023, https://arxiv.org/abs/2312.00858.</translation>
    </message>
    <message>
      <source>T2I-Adapter</source>
      <extracomment>parameters</extracomment>
      <translation>T2I-Adapter</translation>
    </message>
    <message>
      <source>Keeps the picture to a sketch, edges, depth, colours… as ControlNet does, at next to no cost.

Mou et al. 2023, https://arxiv.org/abs/2302.08453. Several can be used at once.</source>
      <extracomment>parameters</extracomment>
      <translation>ControlNet처럼 그림이 스케치, 윤곽선, 깊이, 색 등을 지키게 하며 시간이 거의 더 들지 않습니다.

Mou 외 2023, https://arxiv.org/abs/2302.08453. 여럿을 함께 쓸 수 있습니다.</translation>
    </message>
    <message>
      <source>Textual Inversion</source>
      <extracomment>parameters</extracomment>
      <translation>Textual Inversion</translation>
    </message>
    <message>
      <source>Adds a learned word. Write it in any prompt: as it was taught, or as the file is called.

Gal et al. 2022, https://arxiv.org/abs/2208.01618: the word v* is nothing but vectors in the
table of words (eq. 2); the model stays as it is.</source>
      <extracomment>parameters</extracomment>
      <translation>배운 낱말을 추가합니다. 가르친 대로, 또는 파일 이름대로 프롬프트에 쓰세요.

Gal 외 2022, https://arxiv.org/abs/2208.01618: 낱말 v*는 낱말 표의 벡터일 뿐이며(식 2) 모델은 그대로입니다.</translation>
    </message>
    <message>
      <source>Token Merging</source>
      <extracomment>parameters</extracomment>
      <translation>토큰 병합</translation>
    </message>
    <message>
      <source>Paints large pictures faster: places that look alike attend to the rest of the picture as
one. Fine details differ a little. The larger the picture, the more is saved; of small ones it
is hardly worth it.

Bolya &amp; Hoffman 2023, https://arxiv.org/abs/2303.17604.</source>
      <extracomment>parameters</extracomment>
      <translation>큰 그림을 더 빨리 그립니다. 서로 비슷한 곳을 하나로 묶어 그림의 나머지를 살핍니다. 세부가 조금 달라집니다. 그림이 클수록 더 많이 절약되고, 작은 그림에서는 별 이득이 없습니다.

Bolya &amp; Hoffman 2023, https://arxiv.org/abs/2303.17604.</translation>
    </message>
    <message>
      <source>Teaches a model to keep to maps: edges, scribbles, depth… from many pictures with theirs.

Zhang et al. 2023, https://arxiv.org/abs/2302.05543: a copy of the UNet's encoder sees the map
as well, and what it finds is added to the UNet's by convolutions that begin as zeros (eq. 2).
The UNet stays as it is. Half of the prompts are left out, so that the map alone says enough
(section 3.3).</source>
      <extracomment>parameters</extracomment>
      <translation>맵을 지키도록 모델을 가르칩니다. 윤곽선, 낙서, 깊이 등의 맵이 있는 많은 그림에서 배웁니다.

Zhang 외 2023, https://arxiv.org/abs/2302.05543: UNet 인코더의 사본이 맵도 보고, 찾은 것을 0에서 시작하는 합성곱으로 UNet에 더합니다(식 2). UNet은 그대로입니다. 맵만으로 충분하도록 프롬프트의 절반을 뺍니다(3.3절).</translation>
    </message>
    <message>
      <source>Teaches one or several things together: "&lt;my-cat&gt; cat sitting on &lt;my-chair&gt; chair".

Kumari et al. 2022, https://arxiv.org/abs/2212.04488: of the UNet only W_k and W_v of the layers
that attend to words learn (section 3.1), and a new word before each class (section 3.2); with
pictures of the classes so that they are not forgotten.</source>
      <extracomment>parameters</extracomment>
      <translation>하나 또는 여럿을 함께 가르칩니다: “&lt;my-cat&gt; cat sitting on &lt;my-chair&gt; chair”.

Kumari 외 2022, https://arxiv.org/abs/2212.04488: UNet에서는 낱말에 주목하는 층의 W_k와 W_v만(3.1절), 그리고 종류마다 그 앞의 새 낱말이 배웁니다(3.2절). 잊지 않도록 종류의 그림도 함께 봅니다.</translation>
    </message>
    <message>
      <source>Teaches a model to keep the depth of a picture, from many pictures with depth maps.

Rombach et al. 2022, https://arxiv.org/abs/2112.10752 (section 3.3, conditioning by
concatenation), as the depth model of Stable Diffusion 2 was made: depth over the whole of -1…1
is a fifth channel of the UNet, and the result is a model.</source>
      <extracomment>parameters</extracomment>
      <translation>깊이 맵이 있는 많은 그림으로 그림의 깊이를 지키도록 모델을 가르칩니다.

Rombach 외 2022, https://arxiv.org/abs/2112.10752 (3.3절). Stable Diffusion 2의 깊이 모델처럼 -1…1의 깊이가 UNet의 다섯째 채널이며 결과는 모델입니다.</translation>
    </message>
    <message>
      <source>DreamBooth</source>
      <extracomment>parameters</extracomment>
      <translation>DreamBooth</translation>
    </message>
    <message>
      <source>Teaches a subject from three to five pictures: its word and its class go together, as in
"a sks dog".

Ruiz et al. 2022, https://arxiv.org/abs/2208.12242. All of the UNet learns, and the result is a
model; or only changes of low rank (Hu et al. 2021), and it is a LoRA file. So that the class is
not forgotten, pictures of it that the model has painted itself are learned as well (eq. 2).</source>
      <extracomment>parameters</extracomment>
      <translation>그림 서너 장으로 대상을 가르칩니다. 낱말과 종류를 함께 씁니다: “a sks dog”.

Ruiz 외 2022, https://arxiv.org/abs/2208.12242. UNet 전체가 배우면 결과는 모델이고, 낮은 랭크의 변화만 배우면(Hu 외 2021) LoRA 파일입니다. 종류를 잊지 않도록 모델이 직접 그린 그 종류의 그림도 배웁니다(식 2).</translation>
    </message>
    <message>
      <source>Inpainting</source>
      <extracomment>parameters</extracomment>
      <translation>인페인팅</translation>
    </message>
    <message>
      <source>Teaches a model to paint what is under a mask so that it fits what is around it.

Rombach et al. 2022, https://arxiv.org/abs/2112.10752 (section 4.5), as the inpainting models of
Stable Diffusion were made: the UNet sees the mask and the latents of the masked picture as
further channels, and the result is a model. Masks are strokes and boxes at random (Suvorov et
al. 2021, https://arxiv.org/abs/2109.07161); of some pictures all is masked.</source>
      <extracomment>parameters</extracomment>
      <translation>마스크 아래를 둘레와 어울리게 그리도록 모델을 가르칩니다.

Rombach et al. 2022, https://arxiv.org/abs/2112.10752 (4.5절). Stable Diffusion의 인페인팅
모델이 만들어진 방식입니다. UNet이 마스크와 마스크를 씌운 그림의 잠재값을 추가 채널로 보며,
결과는 모델입니다. 마스크는 무작위의 획과 상자이고 (Suvorov et al. 2021,
https://arxiv.org/abs/2109.07161), 일부 그림은 전체가 가려집니다.</translation>
    </message>
    <message>
      <source>Teaches a model to do what it is told: from pictures before and after, with instructions.

Brooks et al. 2023, https://arxiv.org/abs/2211.09800: the UNet sees the latents of the picture
before as further channels (section 3.2), and the result is a model. So that both scales of its
guidance work, now and then the picture, the instruction or both are left out (section 3.2.1).</source>
      <extracomment>parameters</extracomment>
      <translation>시키는 대로 하도록 모델을 가르칩니다. 지시가 있는 앞뒤 그림에서 배웁니다.

Brooks 외 2023, https://arxiv.org/abs/2211.09800: UNet이 앞 그림의 잠재 그림을 추가 채널로 보며(3.2절) 결과는 모델입니다. 두 가이던스가 모두 통하도록 가끔 그림이나 지시 또는 둘 다를 뺍니다(3.2.1절).</translation>
    </message>
    <message>
      <source>LoRA</source>
      <extracomment>parameters</extracomment>
      <translation>LoRA</translation>
    </message>
    <message>
      <source>Teaches a style, or anything else, from a folder of pictures with captions.

Hu et al. 2021, https://arxiv.org/abs/2106.09685: of each attention layer only the change is
learned, as a product of two thin matrices, W + (α / r) B A. A small file comes of it.</source>
      <extracomment>parameters</extracomment>
      <translation>설명이 있는 그림 폴더로 화풍이나 다른 무엇을 가르칩니다.

Hu 외 2021, https://arxiv.org/abs/2106.09685: 주목 층마다 변화만을 얇은 행렬 둘의 곱으로 배웁니다, W + (α / r) B A. 작은 파일이 됩니다.</translation>
    </message>
    <message>
      <source>Teaches a model to keep to maps, as ControlNet does: smaller, and quicker to learn.

Mou et al. 2023, https://arxiv.org/abs/2302.08453: features of the map are added to those of
the UNet's encoder (eq. 4), which stays as it is. Times are drawn by a cubic function, so that
it learns mostly where a picture's shapes come about ("Non-uniform time step sampling").</source>
      <extracomment>parameters</extracomment>
      <translation>ControlNet처럼 맵을 지키도록 가르칩니다. 더 작고 더 빨리 배웁니다.

Mou 외 2023, https://arxiv.org/abs/2302.08453: 맵의 특징을 UNet 인코더의 특징에 더하며(식 4) UNet은 그대로입니다. 시점은 삼차 함수로 뽑아 그림의 모양이 생기는 곳에서 주로 배웁니다.</translation>
    </message>
    <message>
      <source>Teaches a word from three to five pictures: nothing but the word's vectors are learned.

Gal et al. 2022, https://arxiv.org/abs/2208.01618: v* = arg min E ‖ε - ε_θ(z_t, t, c(y))‖²
(eq. 2), over captions y with the word in them. A tiny file comes of it, which diffusers and
AUTOMATIC1111's program read too.</source>
      <extracomment>parameters</extracomment>
      <translation>그림 서너 장으로 낱말을 가르칩니다. 낱말의 벡터만 배웁니다.

Gal 외 2022, https://arxiv.org/abs/2208.01618: v* = arg min E ‖ε - ε_θ(z_t, t, c(y))‖² (식 2), 낱말이 든 설명 y에 대하여. diffusers와 AUTOMATIC1111도 읽는 아주 작은 파일이 됩니다.</translation>
    </message>
    <message>
      <source>Words</source>
      <extracomment>parameters</extracomment>
      <translation>낱말</translation>
    </message>
    <message>
      <source>Words of the prompt, or of a region's, that must be seen.</source>
      <extracomment>parameters</extracomment>
      <translation>프롬프트나 영역 프롬프트에서 반드시 보여야 하는 낱말.</translation>
    </message>
    <message>
      <source>Scale</source>
      <extracomment>parameters</extracomment>
      <translation>크기</translation>
    </message>
    <message>
      <source>How far each change goes; 0 is off.</source>
      <extracomment>parameters</extracomment>
      <translation>변화가 얼마나 나아갈지. 0은 끔.</translation>
    </message>
    <message>
      <source>Start</source>
      <extracomment>parameters</extracomment>
      <translation>시작</translation>
    </message>
    <message>
      <source>From which part of the steps on.</source>
      <extracomment>parameters</extracomment>
      <translation>단계의 어느 부분부터.</translation>
    </message>
    <message>
      <source>End</source>
      <extracomment>parameters</extracomment>
      <translation>끝</translation>
    </message>
    <message>
      <source>Up to which part of the steps.</source>
      <extracomment>parameters</extracomment>
      <translation>단계의 어느 부분까지.</translation>
    </message>
    <message>
      <source>Refinements</source>
      <extracomment>parameters</extracomment>
      <translation>다듬기</translation>
    </message>
    <message>
      <source>Steps in which the change is repeated until the words are attended to.</source>
      <extracomment>parameters</extracomment>
      <translation>낱말에 주목할 때까지 변화를 되풀이하는 단계.</translation>
    </message>
    <message>
      <source>Refinement</source>
      <extracomment>parameters</extracomment>
      <translation>세부 보정</translation>
    </message>
    <message>
      <source>refinement</source>
      <extracomment>parameters</extracomment>
      <translation>세부 보정</translation>
    </message>
    <message>
      <source>Refinement {number}</source>
      <extracomment>parameters</extracomment>
      <translation>세부 보정 {number}</translation>
    </message>
    <message>
      <source>At</source>
      <extracomment>parameters</extracomment>
      <translation>때</translation>
    </message>
    <message>
      <source>When: 0 is the first step, 1 the end.</source>
      <extracomment>parameters</extracomment>
      <translation>언제: 0은 첫 단계, 1은 끝.</translation>
    </message>
    <message>
      <source>Threshold</source>
      <extracomment>parameters</extracomment>
      <translation>문턱값</translation>
    </message>
    <message>
      <source>How much the least attended word must be attended to.</source>
      <extracomment>parameters</extracomment>
      <translation>가장 적게 주목받은 낱말이 얼마나 주목받아야 하는지.</translation>
    </message>
    <message>
      <source>Max refinement steps</source>
      <extracomment>parameters</extracomment>
      <translation>최대 다듬기 횟수</translation>
    </message>
    <message>
      <source>How often the change is repeated in such a step at most.</source>
      <extracomment>parameters</extracomment>
      <translation>그런 단계에서 변화를 되풀이하는 최대 횟수.</translation>
    </message>
    <message>
      <source>Smoothing</source>
      <extracomment>parameters</extracomment>
      <translation>부드럽게</translation>
    </message>
    <message>
      <source>A word's place is a patch, not a single point.</source>
      <extracomment>parameters</extracomment>
      <translation>낱말의 자리는 점 하나가 아니라 조각입니다.</translation>
    </message>
    <message>
      <source>Show maps</source>
      <extracomment>parameters</extracomment>
      <translation>맵 보이기</translation>
    </message>
    <message>
      <source>Also gives a map of where each word is attended to.</source>
      <extracomment>parameters</extracomment>
      <translation>낱말마다 어디에 주목했는지 맵도 줍니다.</translation>
    </message>
    <message>
      <source>Kind</source>
      <extracomment>parameters</extracomment>
      <translation>종류</translation>
    </message>
    <message>
      <source>What the map shows.</source>
      <extracomment>parameters</extracomment>
      <translation>맵이 보여 주는 것.</translation>
    </message>
    <message>
      <source>Edges (Canny)</source>
      <extracomment>parameters</extracomment>
      <translation>윤곽선 (Canny)</translation>
    </message>
    <message>
      <source>Scribble</source>
      <extracomment>parameters</extracomment>
      <translation>낙서</translation>
    </message>
    <message>
      <source>Sketch</source>
      <extracomment>parameters</extracomment>
      <translation>스케치</translation>
    </message>
    <message>
      <source>Line art</source>
      <extracomment>parameters</extracomment>
      <translation>선화</translation>
    </message>
    <message>
      <source>Line art, anime</source>
      <extracomment>parameters</extracomment>
      <translation>선화, 애니메이션</translation>
    </message>
    <message>
      <source>Soft edges</source>
      <extracomment>parameters</extracomment>
      <translation>부드러운 윤곽</translation>
    </message>
    <message>
      <source>Straight lines</source>
      <extracomment>parameters</extracomment>
      <translation>직선</translation>
    </message>
    <message>
      <source>Pose</source>
      <extracomment>parameters</extracomment>
      <translation>자세</translation>
    </message>
    <message>
      <source>Depth</source>
      <extracomment>parameters</extracomment>
      <translation>깊이</translation>
    </message>
    <message>
      <source>Surface normals</source>
      <extracomment>parameters</extracomment>
      <translation>표면 방향</translation>
    </message>
    <message>
      <source>Segments</source>
      <extracomment>parameters</extracomment>
      <translation>구획</translation>
    </message>
    <message>
      <source>Shuffled colours</source>
      <extracomment>parameters</extracomment>
      <translation>섞은 색</translation>
    </message>
    <message>
      <source>Tile (blurred picture)</source>
      <extracomment>parameters</extracomment>
      <translation>타일 (흐린 그림)</translation>
    </message>
    <message>
      <source>Colours</source>
      <extracomment>parameters</extracomment>
      <translation>색</translation>
    </message>
    <message>
      <source>Map</source>
      <extracomment>parameters</extracomment>
      <translation>맵</translation>
    </message>
    <message>
      <source>The control map. Of lines also what you draw: dark on nothing, or on light paper.</source>
      <extracomment>parameters</extracomment>
      <translation>제어 맵. 선이라면 직접 그린 것도 됩니다. 빈 곳이나 밝은 종이에 어둡게.</translation>
    </message>
    <message>
      <source>From a picture</source>
      <extracomment>parameters</extracomment>
      <translation>그림에서</translation>
    </message>
    <message>
      <source>The map is made of this picture first.</source>
      <extracomment>parameters</extracomment>
      <translation>먼저 이 그림으로 맵을 만듭니다.</translation>
    </message>
    <message>
      <source>Weight</source>
      <extracomment>parameters</extracomment>
      <translation>무게</translation>
    </message>
    <message>
      <source>How strictly it is followed; 0 is off.</source>
      <extracomment>parameters</extracomment>
      <translation>얼마나 엄격히 따를지. 0은 끔.</translation>
    </message>
    <message>
      <source>Until which part.</source>
      <extracomment>parameters</extracomment>
      <translation>어느 부분까지.</translation>
    </message>
    <message>
      <source>On</source>
      <extracomment>parameters</extracomment>
      <translation>켬</translation>
    </message>
    <message>
      <source>Off: kept in the list, but not used.</source>
      <extracomment>parameters</extracomment>
      <translation>끔: 목록에 두지만 쓰지 않습니다.</translation>
    </message>
    <message>
      <source>Model</source>
      <extracomment>parameters</extracomment>
      <translation>모델</translation>
    </message>
    <message>
      <source>Which control model; the first that fits when empty.</source>
      <extracomment>parameters</extracomment>
      <translation>어느 제어 모델인지. 비우면 맞는 첫 모델.</translation>
    </message>
    <message>
      <source>The first that fits</source>
      <extracomment>parameters</extracomment>
      <translation>처음으로 맞는 것</translation>
    </message>
    <message>
      <source>Balance</source>
      <extracomment>parameters</extracomment>
      <translation>균형</translation>
    </message>
    <message>
      <source>What counts more where the prompt and the map disagree.</source>
      <extracomment>parameters</extracomment>
      <translation>프롬프트와 맵이 다를 때 무엇이 더 중요한지.</translation>
    </message>
    <message>
      <source>Balanced</source>
      <extracomment>parameters</extracomment>
      <translation>균형</translation>
    </message>
    <message>
      <source>More the prompt</source>
      <extracomment>parameters</extracomment>
      <translation>프롬프트 쪽으로</translation>
    </message>
    <message>
      <source>More the control</source>
      <extracomment>parameters</extracomment>
      <translation>제어 쪽으로</translation>
    </message>
    <message>
      <source>File</source>
      <extracomment>parameters</extracomment>
      <translation>파일</translation>
    </message>
    <message>
      <source>The learned layers, as a safetensors file.</source>
      <extracomment>parameters</extracomment>
      <translation>배운 층이 든 safetensors 파일.</translation>
    </message>
    <message>
      <source>How far to go from the model's own layers to the learned.</source>
      <extracomment>parameters</extracomment>
      <translation>모델 자신의 층에서 배운 층으로 얼마나 갈지.</translation>
    </message>
    <message>
      <source>Regions</source>
      <extracomment>parameters</extracomment>
      <translation>영역</translation>
    </message>
    <message>
      <source>The regions in which it counts; everywhere when none is chosen. In a recipe: their places in its list “regions”, from 0 on.</source>
      <extracomment>parameters</extracomment>
      <translation>작용하는 영역. 고르지 않으면 어디나. 레시피에서는 “regions” 목록의 자리, 0부터.</translation>
    </message>
    <message>
      <source>White is near, black is far. Estimated from the picture when left open.</source>
      <extracomment>parameters</extracomment>
      <translation>하양은 가깝고 검정은 멉니다. 비우면 그림에서 어림합니다.</translation>
    </message>
    <message>
      <source>From</source>
      <extracomment>parameters</extracomment>
      <translation>원래 것</translation>
    </message>
    <message>
      <source>What is there: a cat.</source>
      <extracomment>parameters</extracomment>
      <translation>있는 것: a cat.</translation>
    </message>
    <message>
      <source>To</source>
      <extracomment>parameters</extracomment>
      <translation>바꿀 것</translation>
    </message>
    <message>
      <source>What should be there: a dog.</source>
      <extracomment>parameters</extracomment>
      <translation>있어야 할 것: a dog.</translation>
    </message>
    <message>
      <source>Maps</source>
      <extracomment>parameters</extracomment>
      <translation>맵 수</translation>
    </message>
    <message>
      <source>How often the difference is looked at to find the mask.</source>
      <extracomment>parameters</extracomment>
      <translation>마스크를 찾기 위해 차이를 살펴보는 횟수.</translation>
    </message>
    <message>
      <source>Mask strength</source>
      <extracomment>parameters</extracomment>
      <translation>마스크 강도</translation>
    </message>
    <message>
      <source>How much noise the picture has while the mask is found.</source>
      <extracomment>parameters</extracomment>
      <translation>마스크를 찾을 때 그림에 섞는 노이즈의 양.</translation>
    </message>
    <message>
      <source>A place changes when it differs half this much × the mean.</source>
      <extracomment>parameters</extracomment>
      <translation>평균의 이 절반만큼 다르면 바뀝니다.</translation>
    </message>
    <message>
      <source>The LoRA, as a safetensors file.</source>
      <extracomment>parameters</extracomment>
      <translation>LoRA의 safetensors 파일.</translation>
    </message>
    <message>
      <source>How strongly; 0 is off, below 0 away from it.</source>
      <extracomment>parameters</extracomment>
      <translation>얼마나 세게. 0은 끔, 0 아래는 반대로.</translation>
    </message>
    <message>
      <source>Instruction</source>
      <extracomment>parameters</extracomment>
      <translation>지시</translation>
    </message>
    <message>
      <source>What to do: “make it night”. The prompt when left empty.</source>
      <extracomment>parameters</extracomment>
      <translation>할 일: “make it night”. 비우면 프롬프트.</translation>
    </message>
    <message>
      <source>What the prompt says</source>
      <extracomment>parameters</extracomment>
      <translation>프롬프트의 말</translation>
    </message>
    <message>
      <source>Keep the picture</source>
      <extracomment>parameters</extracomment>
      <translation>그림 지키기</translation>
    </message>
    <message>
      <source>How strictly the picture is kept; 1 needs a third less time.</source>
      <extracomment>parameters</extracomment>
      <translation>그림을 얼마나 엄격히 지킬지. 1이면 시간이 3분의 1 줄어듭니다.</translation>
    </message>
    <message>
      <source>Only where it matters</source>
      <extracomment>parameters</extracomment>
      <translation>관련된 곳만</translation>
    </message>
    <message>
      <source>Finds what the instruction is about; the rest keeps its own pixels. The higher, the less is changed; 0: everything may change.</source>
      <extracomment>parameters</extracomment>
      <translation>지시와 관련된 곳을 찾고, 나머지는 원래 픽셀을 그대로 둡니다. 높을수록 적게 바뀝니다. 0: 전체가 바뀔 수 있습니다.</translation>
    </message>
    <message>
      <source>Concepts</source>
      <extracomment>parameters</extracomment>
      <translation>개념</translation>
    </message>
    <message>
      <source>What is pushed into the picture or out of it.</source>
      <extracomment>parameters</extracomment>
      <translation>그림 안으로 또는 밖으로 미는 것.</translation>
    </message>
    <message>
      <source>Concept</source>
      <extracomment>parameters</extracomment>
      <translation>개념</translation>
    </message>
    <message>
      <source>concept</source>
      <extracomment>parameters</extracomment>
      <translation>개념</translation>
    </message>
    <message>
      <source>Concept {number}</source>
      <extracomment>parameters</extracomment>
      <translation>개념 {number}</translation>
    </message>
    <message>
      <source>What is pushed: “sunglasses”, “watercolour”…</source>
      <extracomment>parameters</extracomment>
      <translation>미는 것: “sunglasses”, “watercolour”…</translation>
    </message>
    <message>
      <source>Strength</source>
      <extracomment>parameters</extracomment>
      <translation>강도</translation>
    </message>
    <message>
      <source>How strongly; 0 is not at all.</source>
      <extracomment>parameters</extracomment>
      <translation>얼마나 세게. 0은 전혀.</translation>
    </message>
    <message>
      <source>Direction</source>
      <extracomment>parameters</extracomment>
      <translation>방향</translation>
    </message>
    <message>
      <source>Whether there is to be more of it or less.</source>
      <extracomment>parameters</extracomment>
      <translation>더 많게 할지 적게 할지.</translation>
    </message>
    <message>
      <source>Into the picture</source>
      <extracomment>parameters</extracomment>
      <translation>그림 안으로</translation>
    </message>
    <message>
      <source>Out of it</source>
      <extracomment>parameters</extracomment>
      <translation>그림 밖으로</translation>
    </message>
    <message>
      <source>From step</source>
      <extracomment>parameters</extracomment>
      <translation>시작 단계</translation>
    </message>
    <message>
      <source>Steps before it counts: the later, the more of the composition stays.</source>
      <extracomment>parameters</extracomment>
      <translation>작용하기 전의 단계 수. 늦을수록 구도가 더 남습니다.</translation>
    </message>
    <message>
      <source>Until step</source>
      <extracomment>parameters</extracomment>
      <translation>끝 단계</translation>
    </message>
    <message>
      <source>The step after which it counts no more; none when left open.</source>
      <extracomment>parameters</extracomment>
      <translation>이 단계 뒤로는 작용하지 않습니다. 비우면 끝까지.</translation>
    </message>
    <message>
      <source>Share of the picture that is left alone: where the concept matters least.</source>
      <extracomment>parameters</extracomment>
      <translation>그대로 두는 그림의 비율. 개념이 가장 덜 중요한 곳입니다.</translation>
    </message>
    <message>
      <source>From which part of the steps on it counts.</source>
      <extracomment>parameters</extracomment>
      <translation>단계의 어느 부분부터 작용할지.</translation>
    </message>
    <message>
      <source>Up to which part of the steps it counts.</source>
      <extracomment>parameters</extracomment>
      <translation>단계의 어느 부분까지 작용할지.</translation>
    </message>
    <message>
      <source>Edits</source>
      <extracomment>parameters</extracomment>
      <translation>수정</translation>
    </message>
    <message>
      <source>All that are on are solved for together.</source>
      <extracomment>parameters</extracomment>
      <translation>켜진 것을 모두 함께 풉니다.</translation>
    </message>
    <message>
      <source>Edit</source>
      <extracomment>parameters</extracomment>
      <translation>편집</translation>
    </message>
    <message>
      <source>edit</source>
      <extracomment>parameters</extracomment>
      <translation>편집</translation>
    </message>
    <message>
      <source>Edit {number}</source>
      <extracomment>parameters</extracomment>
      <translation>편집 {number}</translation>
    </message>
    <message>
      <source>What prompts say: “a rose”.</source>
      <extracomment>parameters</extracomment>
      <translation>프롬프트가 말하는 것: “a rose”.</translation>
    </message>
    <message>
      <source>What is to be painted then: “a blue rose”.</source>
      <extracomment>parameters</extracomment>
      <translation>그때 그려질 것: “a blue rose”.</translation>
    </message>
    <message>
      <source>Caution</source>
      <extracomment>parameters</extracomment>
      <translation>조심</translation>
    </message>
    <message>
      <source>λ: the higher, the less else changes, and the weaker is the correction. What counts is its size beside Σ‖c‖² of the sentences, so small text encoders want a large one.</source>
      <extracomment>parameters</extracomment>
      <translation>λ: 클수록 다른 것이 덜 바뀌고 수정은 약해집니다. 문장의 Σ‖c‖²에 견준 크기가 중요하므로 작은 텍스트 인코더에는 큰 값이 좋습니다.</translation>
    </message>
    <message>
      <source>Off keeps it in the list without using it.</source>
      <extracomment>parameters</extracomment>
      <translation>끔이면 목록에 두지만 쓰지 않습니다.</translation>
    </message>
    <message>
      <source>Name</source>
      <extracomment>parameters</extracomment>
      <translation>이름</translation>
    </message>
    <message>
      <source>For the list.</source>
      <extracomment>parameters</extracomment>
      <translation>목록에 쓸 이름.</translation>
    </message>
    <message>
      <source>What stays</source>
      <extracomment>parameters</extracomment>
      <translation>남는 것</translation>
    </message>
    <message>
      <source>What a correction must not touch, with commas: “a tulip, a red car”. Name what is like the corrected thing first.</source>
      <extracomment>parameters</extracomment>
      <translation>수정이 건드리면 안 되는 것, 쉼표로: “a tulip, a red car”. 고치는 것과 닮은 것을 먼저 쓰세요.</translation>
    </message>
    <message>
      <source>In other sentences</source>
      <extracomment>parameters</extracomment>
      <translation>다른 문장에서도</translation>
    </message>
    <message>
      <source>Also “A photo of …” and others like it are learned.</source>
      <extracomment>parameters</extracomment>
      <translation>“A photo of …” 같은 다른 문장도 배웁니다.</translation>
    </message>
    <message>
      <source>Keys</source>
      <extracomment>parameters</extracomment>
      <translation>키</translation>
    </message>
    <message>
      <source>Also where the picture looks for words is changed, not only what it finds.</source>
      <extracomment>parameters</extracomment>
      <translation>그림이 낱말을 찾는 곳도 바꿉니다. 찾은 것만이 아닙니다.</translation>
    </message>
    <message>
      <source>Seamless</source>
      <extracomment>parameters</extracomment>
      <translation>이음매 없이</translation>
    </message>
    <message>
      <source>Which edges continue at the opposite one: for panoramas all around, and patterns.</source>
      <extracomment>parameters</extracomment>
      <translation>어느 가장자리가 반대쪽으로 이어지는지. 둘러보는 파노라마와 무늬를 위한 것입니다.</translation>
    </message>
    <message>
      <source>No</source>
      <extracomment>parameters</extracomment>
      <translation>아니요</translation>
    </message>
    <message>
      <source>Left and right</source>
      <extracomment>parameters</extracomment>
      <translation>왼쪽과 오른쪽</translation>
    </message>
    <message>
      <source>Top and bottom</source>
      <extracomment>parameters</extracomment>
      <translation>위와 아래</translation>
    </message>
    <message>
      <source>All sides</source>
      <extracomment>parameters</extracomment>
      <translation>모든 쪽</translation>
    </message>
    <message>
      <source>Window</source>
      <extracomment>parameters</extracomment>
      <translation>창</translation>
    </message>
    <message>
      <source>The model's own size.</source>
      <extracomment>parameters</extracomment>
      <translation>모델 자신의 크기.</translation>
    </message>
    <message>
      <source>Stride</source>
      <extracomment>parameters</extracomment>
      <translation>간격</translation>
    </message>
    <message>
      <source>From window to window. Smaller fits windows better to one another and takes longer; an eighth of the window is the paper's.</source>
      <extracomment>parameters</extracomment>
      <translation>창에서 창까지. 작을수록 창이 서로 잘 맞고 오래 걸립니다. 논문은 창의 8분의 1입니다.</translation>
    </message>
    <message>
      <source>Windows count</source>
      <extracomment>parameters</extracomment>
      <translation>창의 비중</translation>
    </message>
    <message>
      <source>How much a window counts where others overlap it. Evenly leaves a step where one ends; it is what the paper and other programs do.</source>
      <extracomment>parameters</extracomment>
      <translation>겹치는 곳에서 창의 비중. 고르게 하면 창이 끝나는 곳에 층이 남습니다. 논문과 다른 프로그램이 그렇게 합니다.</translation>
    </message>
    <message>
      <source>More towards the middle</source>
      <extracomment>parameters</extracomment>
      <translation>가운데로 갈수록 더</translation>
    </message>
    <message>
      <source>Evenly, as in the paper</source>
      <extracomment>parameters</extracomment>
      <translation>논문처럼 고르게</translation>
    </message>
    <message>
      <source>By itself: each region is a prediction of its own with its prompt, kept strictly to its mask; it costs as much as the region is large. In one pass: places attend to their region's words alone; it costs next to nothing and lets regions share light and ground, but things may stray over an edge or grow into one another. Name them in the picture's prompt as well, then.</source>
      <extracomment>parameters</extracomment>
      <translation>따로: 영역마다 자기 프롬프트로 따로 예측하며 마스크를 엄격히 지킵니다. 영역이 큰 만큼 시간이 듭니다. 한 번에: 자리들이 자기 영역의 낱말에만 주목합니다. 시간이 거의 들지 않고 영역이 빛과 바닥을 함께하지만, 사물이 경계를 넘거나 서로 붙을 수 있습니다. 그때는 그림의 프롬프트에도 이름을 쓰세요.</translation>
    </message>
    <message>
      <source>Each painted by itself</source>
      <extracomment>parameters</extracomment>
      <translation>저마다 따로 그리기</translation>
    </message>
    <message>
      <source>All in one pass</source>
      <extracomment>parameters</extracomment>
      <translation>모두 한 번에</translation>
    </message>
    <message>
      <source>Bootstrapping</source>
      <extracomment>parameters</extracomment>
      <translation>부트스트래핑</translation>
    </message>
    <message>
      <source>The first part of the steps, in which regions painted by themselves see plain colours around them, so that the whole of a thing grows inside its mask.</source>
      <extracomment>parameters</extracomment>
      <translation>따로 그리는 영역이 둘레에 단색을 보는 단계의 첫 부분. 사물 전체가 마스크 안에서 자라게 합니다.</translation>
    </message>
    <message>
      <source>How strongly; 0 is off.</source>
      <extracomment>parameters</extracomment>
      <translation>얼마나 세게. 0은 끔.</translation>
    </message>
    <message>
      <source>Where</source>
      <extracomment>parameters</extracomment>
      <translation>어디</translation>
    </message>
    <message>
      <source>Further out shapes change more, and it costs more.</source>
      <extracomment>parameters</extracomment>
      <translation>바깥일수록 모양이 더 바뀌고 시간이 더 듭니다.</translation>
    </message>
    <message>
      <source>The middle of the network</source>
      <extracomment>parameters</extracomment>
      <translation>네트워크의 가운데</translation>
    </message>
    <message>
      <source>The middle and the blocks around it</source>
      <extracomment>parameters</extracomment>
      <translation>가운데와 그 둘레의 블록</translation>
    </message>
    <message>
      <source>What is there: cat, kitten.</source>
      <extracomment>parameters</extracomment>
      <translation>있는 것: cat, kitten.</translation>
    </message>
    <message>
      <source>What it becomes: dog, puppy.</source>
      <extracomment>parameters</extracomment>
      <translation>될 것: dog, puppy.</translation>
    </message>
    <message>
      <source>Structure</source>
      <extracomment>parameters</extracomment>
      <translation>구조</translation>
    </message>
    <message>
      <source>How strongly the old composition is kept, by what each word attends to.</source>
      <extracomment>parameters</extracomment>
      <translation>낱말마다 주목하는 것으로 옛 구도를 얼마나 세게 지킬지.</translation>
    </message>
    <message>
      <source>Amount</source>
      <extracomment>parameters</extracomment>
      <translation>양</translation>
    </message>
    <message>
      <source>How far the thing is changed.</source>
      <extracomment>parameters</extracomment>
      <translation>얼마나 바뀔지.</translation>
    </message>
    <message>
      <source>Keep the rest</source>
      <extracomment>parameters</extracomment>
      <translation>나머지 지키기</translation>
    </message>
    <message>
      <source>Where a source hardly changed it keeps its own pixels, which no inversion and no autoencoder gives back exactly. Off for what changes the picture as a whole.</source>
      <extracomment>parameters</extracomment>
      <translation>원본이 거의 바뀌지 않은 곳에서는 자기 픽셀을 지킵니다. 그림 전체를 바꿀 때는 끄세요.</translation>
    </message>
    <message>
      <source>Sentences</source>
      <extracomment>parameters</extracomment>
      <translation>문장</translation>
    </message>
    <message>
      <source>Who makes the sentences about both things that tell them apart. Automatic: a language model when there is one among your models, or else the built-in sentence maker.</source>
      <extracomment>parameters</extracomment>
      <translation>두 가지를 구별하는 문장을 누가 만드는지. 자동: 모델 가운데 언어 모델이 있으면 그것, 없으면 내장 문장.</translation>
    </message>
    <message>
      <source>Automatic</source>
      <extracomment>parameters</extracomment>
      <translation>자동</translation>
    </message>
    <message>
      <source>Built-in</source>
      <extracomment>parameters</extracomment>
      <translation>내장</translation>
    </message>
    <message>
      <source>Language model</source>
      <extracomment>parameters</extracomment>
      <translation>언어 모델</translation>
    </message>
    <message>
      <source>Which language model; the first that is found when empty.</source>
      <extracomment>parameters</extracomment>
      <translation>어느 언어 모델인지. 비우면 처음 찾은 것.</translation>
    </message>
    <message>
      <source>The first that is found</source>
      <extracomment>parameters</extracomment>
      <translation>처음 찾은 것</translation>
    </message>
    <message>
      <source>Method</source>
      <extracomment>parameters</extracomment>
      <translation>방법</translation>
    </message>
    <message>
      <source>The first (the library compel's) also hides a lighter word from those around it; the second multiplies and keeps the mean, for prompts from that program.</source>
      <extracomment>parameters</extracomment>
      <translation>첫째(compel 라이브러리의 방식)는 가벼운 낱말을 둘레의 낱말에서도 숨깁니다. 둘째는 곱하고 평균을 지키며, 그 프로그램의 프롬프트를 위한 것입니다.</translation>
    </message>
    <message>
      <source>Against the empty prompt</source>
      <extracomment>parameters</extracomment>
      <translation>빈 프롬프트에 견주어</translation>
    </message>
    <message>
      <source>As AUTOMATIC1111 does</source>
      <extracomment>parameters</extracomment>
      <translation>AUTOMATIC1111처럼</translation>
    </message>
    <message>
      <source>Multiplied</source>
      <extracomment>parameters</extracomment>
      <translation>곱하기</translation>
    </message>
    <message>
      <source>AND</source>
      <extracomment>parameters</extracomment>
      <translation>AND</translation>
    </message>
    <message>
      <source>Blended words need one prediction only, and make one thing of two.</source>
      <extracomment>parameters</extracomment>
      <translation>섞은 낱말은 예측 한 번이면 되고 둘을 하나로 만듭니다.</translation>
    </message>
    <message>
      <source>Predictions are added</source>
      <extracomment>parameters</extracomment>
      <translation>예측을 더하기</translation>
    </message>
    <message>
      <source>Words are blended</source>
      <extracomment>parameters</extracomment>
      <translation>낱말을 섞기</translation>
    </message>
    <message>
      <source>Pictures</source>
      <extracomment>parameters</extracomment>
      <translation>그림</translation>
    </message>
    <message>
      <source>Each counts by itself.</source>
      <extracomment>parameters</extracomment>
      <translation>저마다 따로 작용합니다.</translation>
    </message>
    <message>
      <source>Picture</source>
      <extracomment>parameters</extracomment>
      <translation>그림</translation>
    </message>
    <message>
      <source>picture</source>
      <extracomment>parameters</extracomment>
      <translation>그림</translation>
    </message>
    <message>
      <source>Picture {number}</source>
      <extracomment>parameters</extracomment>
      <translation>그림 {number}</translation>
    </message>
    <message>
      <source>Its middle square is seen.</source>
      <extracomment>parameters</extracomment>
      <translation>가운데 정사각형을 봅니다.</translation>
    </message>
    <message>
      <source>What of the picture is looked at.</source>
      <extracomment>parameters</extracomment>
      <translation>그림의 무엇을 보는지.</translation>
    </message>
    <message>
      <source>The picture as a whole</source>
      <extracomment>parameters</extracomment>
      <translation>그림 전체</translation>
    </message>
    <message>
      <source>Closer to the picture, with its details</source>
      <extracomment>parameters</extracomment>
      <translation>그림에 더 가깝게, 세부까지</translation>
    </message>
    <message>
      <source>The face on it</source>
      <extracomment>parameters</extracomment>
      <translation>그림의 얼굴</translation>
    </message>
    <message>
      <source>Use</source>
      <extracomment>parameters</extracomment>
      <translation>쓰임</translation>
    </message>
    <message>
      <source>What is taken from it: only some layers of the model see the picture.</source>
      <extracomment>parameters</extracomment>
      <translation>무엇을 가져올지. 모델의 일부 층만 그림을 봅니다.</translation>
    </message>
    <message>
      <source>Everything</source>
      <extracomment>parameters</extracomment>
      <translation>전부</translation>
    </message>
    <message>
      <source>Its style</source>
      <extracomment>parameters</extracomment>
      <translation>화풍</translation>
    </message>
    <message>
      <source>Its composition</source>
      <extracomment>parameters</extracomment>
      <translation>구도</translation>
    </message>
    <message>
      <source>How much it counts; 0 is off.</source>
      <extracomment>parameters</extracomment>
      <translation>얼마나 작용할지. 0은 끔.</translation>
    </message>
    <message>
      <source>Where in the new picture it counts; everywhere when there is none.</source>
      <extracomment>parameters</extracomment>
      <translation>새 그림의 어디에 작용할지. 없으면 어디나.</translation>
    </message>
    <message>
      <source>Which IP-Adapter; the first that fits when empty.</source>
      <extracomment>parameters</extracomment>
      <translation>어느 IP-Adapter인지. 비우면 맞는 첫 것.</translation>
    </message>
    <message>
      <source>Blur sigma</source>
      <extracomment>parameters</extracomment>
      <translation>흐림 시그마</translation>
    </message>
    <message>
      <source>How much the copy is blurred.</source>
      <extracomment>parameters</extracomment>
      <translation>사본을 얼마나 흐릴지.</translation>
    </message>
    <message>
      <source>What is pushed, and how.</source>
      <extracomment>parameters</extracomment>
      <translation>무엇을 어떻게 미는지.</translation>
    </message>
    <message>
      <source>Steps before it counts: the later, the more of the composition stays. A fifth of all steps when left open.</source>
      <extracomment>parameters</extracomment>
      <translation>작용하기 전의 단계 수. 늦을수록 구도가 더 남습니다. 비우면 전체의 5분의 1.</translation>
    </message>
    <message>
      <source>Momentum</source>
      <extracomment>parameters</extracomment>
      <translation>관성</translation>
    </message>
    <message>
      <source>How much of the direction of earlier steps is added.</source>
      <extracomment>parameters</extracomment>
      <translation>이전 단계의 방향을 얼마나 더할지.</translation>
    </message>
    <message>
      <source>Memory</source>
      <extracomment>parameters</extracomment>
      <translation>기억</translation>
    </message>
    <message>
      <source>How slowly the direction of earlier steps is forgotten.</source>
      <extracomment>parameters</extracomment>
      <translation>이전 단계의 방향을 얼마나 천천히 잊을지.</translation>
    </message>
    <message>
      <source>How much it counts beside other concepts.</source>
      <extracomment>parameters</extracomment>
      <translation>다른 개념에 견주어 얼마나 작용할지.</translation>
    </message>
    <message>
      <source>Every</source>
      <extracomment>parameters</extracomment>
      <translation>마다</translation>
    </message>
    <message>
      <source>How often the whole network is computed; 1 is in every step. More is faster and less like what it would be.</source>
      <extracomment>parameters</extracomment>
      <translation>네트워크 전체를 얼마나 자주 계산할지. 1은 모든 단계. 클수록 빠르고 원래와 달라집니다.</translation>
    </message>
    <message>
      <source>Layers</source>
      <extracomment>parameters</extracomment>
      <translation>레이어</translation>
    </message>
    <message>
      <source>How many of the outermost layers are computed in every step. More is slower and keeps closer to what it would be.</source>
      <extracomment>parameters</extracomment>
      <translation>단계마다 계산하는 가장 바깥 층의 수. 많을수록 느리고 원래에 가깝습니다.</translation>
    </message>
    <message>
      <source>The word's safetensors file, of diffusers or AUTOMATIC1111's program.</source>
      <extracomment>parameters</extracomment>
      <translation>낱말의 safetensors 파일. diffusers 또는 AUTOMATIC1111의 것.</translation>
    </message>
    <message>
      <source>How strongly the word counts, as a weight in the prompt.</source>
      <extracomment>parameters</extracomment>
      <translation>낱말이 얼마나 작용할지, 프롬프트의 무게로.</translation>
    </message>
    <message>
      <source>Merged</source>
      <extracomment>parameters</extracomment>
      <translation>병합 비율</translation>
    </message>
    <message>
      <source>Which part of the places is merged into others; more is faster and coarser.</source>
      <extracomment>parameters</extracomment>
      <translation>다른 곳에 합쳐지는 곳의 비율입니다. 클수록 빠르고 거칠어집니다.</translation>
    </message>
    <message>
      <source>Levels</source>
      <extracomment>parameters</extracomment>
      <translation>레벨</translation>
    </message>
    <message>
      <source>In how many levels of the network, from the finest that attends on: it takes most of the time.</source>
      <extracomment>parameters</extracomment>
      <translation>주의 연산이 있는 가장 고운 단계부터 네트워크의 몇 단계에 적용할지입니다. 그 단계가 시간을 가장 많이 씁니다.</translation>
    </message>
    <message>
      <source>The model that is taught.</source>
      <extracomment>parameters</extracomment>
      <translation>가르칠 모델.</translation>
    </message>
    <message>
      <source>What the result is called; after its word, or its kind, if empty.</source>
      <extracomment>parameters</extracomment>
      <translation>결과의 이름. 비우면 낱말이나 종류를 따릅니다.</translation>
    </message>
    <message>
      <source>After its word, or its kind</source>
      <extracomment>parameters</extracomment>
      <translation>낱말이나 종류를 따서</translation>
    </message>
    <message>
      <source>Seed</source>
      <extracomment>parameters</extracomment>
      <translation>시드</translation>
    </message>
    <message>
      <source>Equal seeds learn alike, on one machine.</source>
      <extracomment>parameters</extracomment>
      <translation>같은 컴퓨터에서 같은 시드는 똑같이 배웁니다.</translation>
    </message>
    <message>
      <source>Steps</source>
      <extracomment>parameters</extracomment>
      <translation>단계</translation>
    </message>
    <message>
      <source>How many times the weights are changed; many are needed.</source>
      <extracomment>parameters</extracomment>
      <translation>가중치를 바꾸는 횟수. 많이 필요합니다.</translation>
    </message>
    <message>
      <source>Learning rate</source>
      <extracomment>parameters</extracomment>
      <translation>학습률</translation>
    </message>
    <message>
      <source>How far each step goes.</source>
      <extracomment>parameters</extracomment>
      <translation>한 단계가 얼마나 나아갈지.</translation>
    </message>
    <message>
      <source>Schedule</source>
      <extracomment>parameters</extracomment>
      <translation>일정</translation>
    </message>
    <message>
      <source>How the rate goes on after the warm-up.</source>
      <extracomment>parameters</extracomment>
      <translation>예열 뒤에 학습률이 어떻게 이어지는지.</translation>
    </message>
    <message>
      <source>Constant</source>
      <extracomment>parameters</extracomment>
      <translation>일정하게</translation>
    </message>
    <message>
      <source>Falls to nothing, as a cosine</source>
      <extracomment>parameters</extracomment>
      <translation>코사인처럼 0으로</translation>
    </message>
    <message>
      <source>Warm up</source>
      <extracomment>parameters</extracomment>
      <translation>예열</translation>
    </message>
    <message>
      <source>Steps in which the rate rises.</source>
      <extracomment>parameters</extracomment>
      <translation>학습률이 오르는 단계.</translation>
    </message>
    <message>
      <source>Batch</source>
      <extracomment>parameters</extracomment>
      <translation>배치</translation>
    </message>
    <message>
      <source>Pictures that the model sees at a time.</source>
      <extracomment>parameters</extracomment>
      <translation>모델이 한 번에 보는 그림 수.</translation>
    </message>
    <message>
      <source>Accumulate</source>
      <extracomment>parameters</extracomment>
      <translation>모으기</translation>
    </message>
    <message>
      <source>Batches to a step: as good as larger batches, in less memory.</source>
      <extracomment>parameters</extracomment>
      <translation>한 단계의 배치 수. 메모리를 덜 쓰면서 큰 배치만큼 좋습니다.</translation>
    </message>
    <message>
      <source>Weight decay</source>
      <extracomment>parameters</extracomment>
      <translation>가중치 감쇠</translation>
    </message>
    <message>
      <source>AdamW's pull of the weights to zero.</source>
      <extracomment>parameters</extracomment>
      <translation>AdamW가 가중치를 0으로 당기는 힘.</translation>
    </message>
    <message>
      <source>Clip</source>
      <extracomment>parameters</extracomment>
      <translation>자르기</translation>
    </message>
    <message>
      <source>The longest gradient, cut to that; 0: any.</source>
      <extracomment>parameters</extracomment>
      <translation>가장 긴 기울기, 그 길이로 자릅니다. 0: 제한 없음.</translation>
    </message>
    <message>
      <source>Precision</source>
      <extracomment>parameters</extracomment>
      <translation>정밀도</translation>
    </message>
    <message>
      <source>What the model computes in. What is learned is always kept in 32 bits.</source>
      <extracomment>parameters</extracomment>
      <translation>모델이 계산하는 정밀도. 배운 것은 언제나 32비트로 지킵니다.</translation>
    </message>
    <message>
      <source>What is quick here</source>
      <extracomment>parameters</extracomment>
      <translation>여기서 빠른 것</translation>
    </message>
    <message>
      <source>32 bits</source>
      <extracomment>parameters</extracomment>
      <translation>32비트</translation>
    </message>
    <message>
      <source>16 bits (bfloat16)</source>
      <extracomment>parameters</extracomment>
      <translation>16비트 (bfloat16)</translation>
    </message>
    <message>
      <source>16 bits (float16)</source>
      <extracomment>parameters</extracomment>
      <translation>16비트 (float16)</translation>
    </message>
    <message>
      <source>Gradient checkpointing</source>
      <extracomment>parameters</extracomment>
      <translation>기울기 체크포인트</translation>
    </message>
    <message>
      <source>Computes the layers twice to hold fewer: less memory, a third slower.</source>
      <extracomment>parameters</extracomment>
      <translation>층을 두 번 계산해 메모리를 덜 씁니다. 3분의 1 느려집니다.</translation>
    </message>
    <message>
      <source>Moving average</source>
      <extracomment>parameters</extracomment>
      <translation>이동 평균</translation>
    </message>
    <message>
      <source>Keeps a moving average of what is learned, so long; 0: none.</source>
      <extracomment>parameters</extracomment>
      <translation>배운 것의 이동 평균을 이만큼 지킵니다. 0: 없음.</translation>
    </message>
    <message>
      <source>Min-SNR gamma</source>
      <extracomment>parameters</extracomment>
      <translation>Min-SNR 감마</translation>
    </message>
    <message>
      <source>Weights noisy and nearly clean pictures evenly (Hang et al. 2023: 5); 0: off.</source>
      <extracomment>parameters</extracomment>
      <translation>노이즈가 많은 그림과 거의 깨끗한 그림을 고르게 봅니다 (Hang 외 2023: 5). 0: 끔.</translation>
    </message>
    <message>
      <source>Weight of noisy pictures</source>
      <extracomment>parameters</extracomment>
      <translation>노이즈가 많은 그림의 비중</translation>
    </message>
    <message>
      <source>Where noise hides the picture, errors of the picture count instead of those of the noise, up to so many times as much (Salimans &amp; Ho 2022, truncated SNR); 1: off.</source>
      <extracomment>parameters</extracomment>
      <translation>노이즈가 그림을 가리는 곳에서는 노이즈의 오차 대신 그림의 오차를 최대 이만큼 더 크게 셉니다(Salimans &amp; Ho 2022, truncated SNR). 1: 끔.</translation>
    </message>
    <message>
      <source>Offset noise</source>
      <extracomment>parameters</extracomment>
      <translation>오프셋 노이즈</translation>
    </message>
    <message>
      <source>Adds a common shift to the noise: darker darks (about 0.05); 0: off.</source>
      <extracomment>parameters</extracomment>
      <translation>노이즈에 공통된 이동을 더합니다. 더 짙은 어둠 (0.05쯤). 0: 끔.</translation>
    </message>
    <message>
      <source>Caption dropout</source>
      <extracomment>parameters</extracomment>
      <translation>설명 빼기</translation>
    </message>
    <message>
      <source>The part of captions that is left out, so that maps say enough.</source>
      <extracomment>parameters</extracomment>
      <translation>맵만으로 충분하도록 설명을 빼는 비율.</translation>
    </message>
    <message>
      <source>Resolution</source>
      <extracomment>parameters</extracomment>
      <translation>해상도</translation>
    </message>
    <message>
      <source>Side of a square picture; the model's own if open.</source>
      <extracomment>parameters</extracomment>
      <translation>정사각형 그림의 변. 비우면 모델 자신의 크기.</translation>
    </message>
    <message>
      <source>Oblong pictures</source>
      <extracomment>parameters</extracomment>
      <translation>직사각형 그림</translation>
    </message>
    <message>
      <source>Keeps the shape of oblong pictures; otherwise a square is cut out of them.</source>
      <extracomment>parameters</extracomment>
      <translation>직사각형 그림의 모양을 지킵니다. 아니면 정사각형을 잘라 냅니다.</translation>
    </message>
    <message>
      <source>Mirrored as well</source>
      <extracomment>parameters</extracomment>
      <translation>뒤집어서도</translation>
    </message>
    <message>
      <source>Also shows each picture mirrored. Not for writing or faces.</source>
      <extracomment>parameters</extracomment>
      <translation>그림을 뒤집어서도 보여 줍니다. 글자나 얼굴에는 쓰지 마세요.</translation>
    </message>
    <message>
      <source>Outside mask</source>
      <extracomment>parameters</extracomment>
      <translation>마스크 밖</translation>
    </message>
    <message>
      <source>What counts outside of a picture's mask, which is “toy.mask.png” beside “toy.png”.</source>
      <extracomment>parameters</extracomment>
      <translation>그림의 마스크 밖이 얼마나 작용할지. 마스크는 “toy.png” 옆의 “toy.mask.png”입니다.</translation>
    </message>
    <message>
      <source>Sample prompts</source>
      <extracomment>parameters</extracomment>
      <translation>샘플 프롬프트</translation>
    </message>
    <message>
      <source>Prompts painted now and then, to watch it learn.</source>
      <extracomment>parameters</extracomment>
      <translation>배우는 모습을 보기 위해 가끔 그리는 프롬프트.</translation>
    </message>
    <message>
      <source>Sample every</source>
      <extracomment>parameters</extracomment>
      <translation>샘플 간격</translation>
    </message>
    <message>
      <source>How often; 0: only at last.</source>
      <extracomment>parameters</extracomment>
      <translation>얼마나 자주. 0: 마지막에만.</translation>
    </message>
    <message>
      <source>Sample steps</source>
      <extracomment>parameters</extracomment>
      <translation>샘플 단계</translation>
    </message>
    <message>
      <source>Denoising steps of each sample.</source>
      <extracomment>parameters</extracomment>
      <translation>샘플마다 노이즈를 없애는 단계.</translation>
    </message>
    <message>
      <source>Sample guidance</source>
      <extracomment>parameters</extracomment>
      <translation>샘플 가이던스</translation>
    </message>
    <message>
      <source>Guidance of each sample.</source>
      <extracomment>parameters</extracomment>
      <translation>샘플마다의 가이던스.</translation>
    </message>
    <message>
      <source>Checkpoint every</source>
      <extracomment>parameters</extracomment>
      <translation>저장점 간격</translation>
    </message>
    <message>
      <source>How often all is saved to go on from; 0: at last.</source>
      <extracomment>parameters</extracomment>
      <translation>이어 갈 수 있게 얼마나 자주 저장할지. 0: 마지막에.</translation>
    </message>
    <message>
      <source>Folders of pictures with their captions and maps.</source>
      <extracomment>parameters</extracomment>
      <translation>설명과 맵이 있는 그림 폴더.</translation>
    </message>
    <message>
      <source>Folder</source>
      <extracomment>parameters</extracomment>
      <translation>폴더</translation>
    </message>
    <message>
      <source>The folder; what lies in folders inside it is left out.</source>
      <extracomment>parameters</extracomment>
      <translation>폴더. 그 안의 폴더에 있는 것은 빠집니다.</translation>
    </message>
    <message>
      <source>Repeats</source>
      <extracomment>parameters</extracomment>
      <translation>되풀이</translation>
    </message>
    <message>
      <source>How many times as often as others its pictures are seen.</source>
      <extracomment>parameters</extracomment>
      <translation>이 그림들을 다른 것보다 몇 배 자주 볼지.</translation>
    </message>
    <message>
      <source>Captions</source>
      <extracomment>parameters</extracomment>
      <translation>설명</translation>
    </message>
    <message>
      <source>Where each picture's caption is read: “toy.txt” beside “toy.png”, its name, or one list for all, a line for each: {"file_name": "toy.png", "text": "a toy"}.</source>
      <extracomment>parameters</extracomment>
      <translation>그림의 설명을 어디서 읽을지: “toy.png” 옆의 “toy.txt”, 이름, 또는 한 줄에 하나씩 모두의 목록: {"file_name": "toy.png", "text": "a toy"}.</translation>
    </message>
    <message>
      <source>Text files beside the pictures</source>
      <extracomment>parameters</extracomment>
      <translation>그림 옆의 텍스트 파일</translation>
    </message>
    <message>
      <source>The names of the files</source>
      <extracomment>parameters</extracomment>
      <translation>파일의 이름</translation>
    </message>
    <message>
      <source>The file metadata.jsonl</source>
      <extracomment>parameters</extracomment>
      <translation>metadata.jsonl 파일</translation>
    </message>
    <message>
      <source>The same for all</source>
      <extracomment>parameters</extracomment>
      <translation>모두 같게</translation>
    </message>
    <message>
      <source>Caption</source>
      <extracomment>parameters</extracomment>
      <translation>설명</translation>
    </message>
    <message>
      <source>The caption of pictures that have none of their own; {} in it stands for what was read: “a drawing of {}”.</source>
      <extracomment>parameters</extracomment>
      <translation>설명이 없는 그림의 설명. {} 자리에 읽은 것이 들어갑니다: “a drawing of {}”.</translation>
    </message>
    <message>
      <source>Maps folder</source>
      <extracomment>parameters</extracomment>
      <translation>맵 폴더</translation>
    </message>
    <message>
      <source>Maps of the pictures' names and sizes. Open: they are made of the pictures.</source>
      <extracomment>parameters</extracomment>
      <translation>그림과 같은 이름과 크기의 맵. 비우면 그림에서 만듭니다.</translation>
    </message>
    <message>
      <source>What the maps show.</source>
      <extracomment>parameters</extracomment>
      <translation>맵이 보여 주는 것.</translation>
    </message>
    <message>
      <source>Preprocessor</source>
      <extracomment>parameters</extracomment>
      <translation>전처리기</translation>
    </message>
    <message>
      <source>What makes the maps of pictures that have none.</source>
      <extracomment>parameters</extracomment>
      <translation>맵이 없는 그림의 맵을 만드는 것.</translation>
    </message>
    <message>
      <source>The usual one of that kind</source>
      <extracomment>parameters</extracomment>
      <translation>그 종류에 흔한 것</translation>
    </message>
    <message>
      <source>Tile</source>
      <extracomment>parameters</extracomment>
      <translation>타일</translation>
    </message>
    <message>
      <source>Blur</source>
      <extracomment>parameters</extracomment>
      <translation>흐림</translation>
    </message>
    <message>
      <source>Shuffle</source>
      <extracomment>parameters</extracomment>
      <translation>섞기</translation>
    </message>
    <message>
      <source>Begin folder</source>
      <extracomment>parameters</extracomment>
      <translation>시작 폴더</translation>
    </message>
    <message>
      <source>The folder of one that was taught before, of this form: it is taught on. Open: one that knows nothing yet.</source>
      <extracomment>parameters</extracomment>
      <translation>전에 가르친 같은 꼴의 폴더. 이어서 가르칩니다. 비우면 아무것도 모르는 것에서.</translation>
    </message>
    <message>
      <source>Times</source>
      <extracomment>parameters</extracomment>
      <translation>시점</translation>
    </message>
    <message>
      <source>Which steps of the denoising it learns in. In noisy ones shapes come about: a cubic function draws them oftener, and what is shown is followed sooner.</source>
      <extracomment>parameters</extracomment>
      <translation>노이즈를 없애는 어느 단계에서 배울지. 노이즈가 많을 때 모양이 생깁니다. 삼차 함수는 그것을 더 자주 뽑아 더 빨리 따르게 합니다.</translation>
    </message>
    <message>
      <source>All alike</source>
      <extracomment>parameters</extracomment>
      <translation>모두 고르게</translation>
    </message>
    <message>
      <source>More of the noisy ones</source>
      <extracomment>parameters</extracomment>
      <translation>노이즈가 많은 쪽을 더</translation>
    </message>
    <message>
      <source>Save in 16 bits</source>
      <extracomment>parameters</extracomment>
      <translation>16비트로 저장</translation>
    </message>
    <message>
      <source>Saves it in 16 bits, as most are.</source>
      <extracomment>parameters</extracomment>
      <translation>대부분처럼 16비트로 저장합니다.</translation>
    </message>
    <message>
      <source>How many times the weights are changed.</source>
      <extracomment>parameters</extracomment>
      <translation>가중치를 바꾸는 횟수.</translation>
    </message>
    <message>
      <source>The part of captions that is left out, so that guidance still works.</source>
      <extracomment>parameters</extracomment>
      <translation>가이던스가 계속 통하도록 설명을 빼는 비율.</translation>
    </message>
    <message>
      <source>What is taught, each with its own folder and word.</source>
      <extracomment>parameters</extracomment>
      <translation>가르칠 것들, 저마다 자기 폴더와 낱말을 가집니다.</translation>
    </message>
    <message>
      <source>Word</source>
      <extracomment>parameters</extracomment>
      <translation>낱말</translation>
    </message>
    <message>
      <source>The new word: “&lt;my-toy&gt;”.</source>
      <extracomment>parameters</extracomment>
      <translation>새 낱말: “&lt;my-toy&gt;”.</translation>
    </message>
    <message>
      <source>Initial word</source>
      <extracomment>parameters</extracomment>
      <translation>시작 낱말</translation>
    </message>
    <message>
      <source>What the word begins as; a rare one is best. Empty: its class.</source>
      <extracomment>parameters</extracomment>
      <translation>낱말의 시작. 드문 것이 가장 좋습니다. 비우면 종류.</translation>
    </message>
    <message>
      <source>Its kind of thing</source>
      <extracomment>parameters</extracomment>
      <translation>그 종류</translation>
    </message>
    <message>
      <source>Kind of thing</source>
      <extracomment>parameters</extracomment>
      <translation>사물의 종류</translation>
    </message>
    <message>
      <source>What kind of thing it is: “toy”. The two go together.</source>
      <extracomment>parameters</extracomment>
      <translation>어떤 종류인지: “toy”. 둘은 함께 쓰입니다.</translation>
    </message>
    <message>
      <source>Prior folder</source>
      <extracomment>parameters</extracomment>
      <translation>기억 폴더</translation>
    </message>
    <message>
      <source>Where pictures of the class are already, with text files beside those that show more than it; otherwise they are painted.</source>
      <extracomment>parameters</extracomment>
      <translation>종류의 그림이 이미 있는 곳, 그보다 많이 보여 주는 것에는 텍스트 파일을 옆에. 없으면 그립니다.</translation>
    </message>
    <message>
      <source>What of the attention to words learns.</source>
      <extracomment>parameters</extracomment>
      <translation>낱말에 대한 주목에서 무엇이 배우는지.</translation>
    </message>
    <message>
      <source>Keys and values</source>
      <extracomment>parameters</extracomment>
      <translation>키와 값</translation>
    </message>
    <message>
      <source>Queries and output as well</source>
      <extracomment>parameters</extracomment>
      <translation>질의와 출력도</translation>
    </message>
    <message>
      <source>Prior weight</source>
      <extracomment>parameters</extracomment>
      <translation>기억의 무게</translation>
    </message>
    <message>
      <source>How much remembering the classes counts; 0: they may be forgotten.</source>
      <extracomment>parameters</extracomment>
      <translation>종류를 기억하는 것의 비중. 0: 잊어도 됩니다.</translation>
    </message>
    <message>
      <source>Prior pictures</source>
      <extracomment>parameters</extracomment>
      <translation>기억할 그림</translation>
    </message>
    <message>
      <source>Pictures of each class; missing ones are painted. 0: none.</source>
      <extracomment>parameters</extracomment>
      <translation>종류마다의 그림. 모자라면 그립니다. 0: 없음.</translation>
    </message>
    <message>
      <source>In other sizes as well</source>
      <extracomment>parameters</extracomment>
      <translation>다른 크기로도</translation>
    </message>
    <message>
      <source>Also shows each thing smaller and larger than in its pictures, so that it leaves room for others.</source>
      <extracomment>parameters</extracomment>
      <translation>사물을 그림에서보다 작게도 크게도 보여 주어 다른 것의 자리를 남기게 합니다.</translation>
    </message>
    <message>
      <source>Input rate</source>
      <extracomment>parameters</extracomment>
      <translation>입력 학습률</translation>
    </message>
    <message>
      <source>Learning rate of the first convolution, whose new part knows nothing yet; open: as the rest.</source>
      <extracomment>parameters</extracomment>
      <translation>첫 합성곱의 학습률. 새 부분은 아직 아무것도 모릅니다. 비우면 나머지와 같게.</translation>
    </message>
    <message>
      <source>Rank</source>
      <extracomment>parameters</extracomment>
      <translation>랭크</translation>
    </message>
    <message>
      <source>How many dimensions each matrix changes in: a smaller difference, and less memory for the training. Open: in all.</source>
      <extracomment>parameters</extracomment>
      <translation>행렬마다 몇 차원에서 바뀔지. 차이가 작아지고 학습 메모리가 줄어듭니다. 비우면 모든 차원.</translation>
    </message>
    <message>
      <source>Folders of pictures with their captions and depth maps.</source>
      <extracomment>parameters</extracomment>
      <translation>설명과 깊이 맵이 있는 그림 폴더.</translation>
    </message>
    <message>
      <source>Depth folder</source>
      <extracomment>parameters</extracomment>
      <translation>깊이 폴더</translation>
    </message>
    <message>
      <source>Depth maps of the pictures' names and sizes, white is near (“underpaint control depth” makes them). Open: the list metadata.jsonl names them, as “depth_file_name”.</source>
      <extracomment>parameters</extracomment>
      <translation>그림과 같은 이름과 크기의 깊이 맵, 하양이 가깝습니다(“underpaint control depth”가 만듭니다). 비우면 metadata.jsonl 목록이 “depth_file_name”으로 가리킵니다.</translation>
    </message>
    <message>
      <source>Folders of pictures of the subject.</source>
      <extracomment>parameters</extracomment>
      <translation>대상의 그림 폴더.</translation>
    </message>
    <message>
      <source>A rare word that comes to mean the subject.</source>
      <extracomment>parameters</extracomment>
      <translation>대상을 뜻하게 될 드문 낱말.</translation>
    </message>
    <message>
      <source>What kind of thing it is: “dog”. Empty: the word alone.</source>
      <extracomment>parameters</extracomment>
      <translation>어떤 종류인지: “dog”. 비우면 낱말만.</translation>
    </message>
    <message>
      <source>Result</source>
      <extracomment>parameters</extracomment>
      <translation>결과</translation>
    </message>
    <message>
      <source>Learn small changes of the attention layers, or all of the UNet.</source>
      <extracomment>parameters</extracomment>
      <translation>주목 층의 작은 변화를 배울지, UNet 전체를 배울지.</translation>
    </message>
    <message>
      <source>A LoRA file</source>
      <extracomment>parameters</extracomment>
      <translation>LoRA 파일</translation>
    </message>
    <message>
      <source>A whole model</source>
      <extracomment>parameters</extracomment>
      <translation>모델 전체</translation>
    </message>
    <message>
      <source>Of a LoRA: how much it can hold.</source>
      <extracomment>parameters</extracomment>
      <translation>LoRA의: 얼마나 담을 수 있는지.</translation>
    </message>
    <message>
      <source>Alpha</source>
      <extracomment>parameters</extracomment>
      <translation>알파</translation>
    </message>
    <message>
      <source>Of a LoRA: scales it by alpha / rank; open: as the rank.</source>
      <extracomment>parameters</extracomment>
      <translation>LoRA의: 알파 / 랭크로 맞춥니다. 비우면 랭크와 같게.</translation>
    </message>
    <message>
      <source>Text encoder</source>
      <extracomment>parameters</extracomment>
      <translation>텍스트 인코더</translation>
    </message>
    <message>
      <source>Also teaches what words mean: closer, forgets sooner.</source>
      <extracomment>parameters</extracomment>
      <translation>낱말의 뜻도 가르칩니다. 더 닮지만 더 빨리 잊습니다.</translation>
    </message>
    <message>
      <source>Text encoder rate</source>
      <extracomment>parameters</extracomment>
      <translation>텍스트 인코더 학습률</translation>
    </message>
    <message>
      <source>Learning rate of that part; open: as the rest.</source>
      <extracomment>parameters</extracomment>
      <translation>그 부분의 학습률. 비우면 나머지와 같게.</translation>
    </message>
    <message>
      <source>How much remembering the class counts (λ); 0: it may be forgotten.</source>
      <extracomment>parameters</extracomment>
      <translation>종류를 기억하는 것의 비중 (λ). 0: 잊어도 됩니다.</translation>
    </message>
    <message>
      <source>Pictures of the class; missing ones are painted. 0: none.</source>
      <extracomment>parameters</extracomment>
      <translation>종류의 그림. 모자라면 그립니다. 0: 없음.</translation>
    </message>
    <message>
      <source>Prior prompt</source>
      <extracomment>parameters</extracomment>
      <translation>기억 프롬프트</translation>
    </message>
    <message>
      <source>What the model is to remember; “a dog” for the class “dog”.</source>
      <extracomment>parameters</extracomment>
      <translation>모델이 기억할 것. 종류 “dog”라면 “a dog”.</translation>
    </message>
    <message>
      <source>A picture of its kind of thing</source>
      <extracomment>parameters</extracomment>
      <translation>그 종류의 그림</translation>
    </message>
    <message>
      <source>Where pictures of the class are already, with text files beside those that show more than it.</source>
      <extracomment>parameters</extracomment>
      <translation>종류의 그림이 이미 있는 곳, 그보다 많이 보여 주는 것에는 텍스트 파일을 옆에.</translation>
    </message>
    <message>
      <source>Of a model: saves it in 16 bits, as most are.</source>
      <extracomment>parameters</extracomment>
      <translation>모델의: 대부분처럼 16비트로 저장합니다.</translation>
    </message>
    <message>
      <source>Folders of pictures with their captions.</source>
      <extracomment>parameters</extracomment>
      <translation>설명이 있는 그림 폴더.</translation>
    </message>
    <message>
      <source>Masks folder</source>
      <extracomment>parameters</extracomment>
      <translation>마스크 폴더</translation>
    </message>
    <message>
      <source>Masks of the pictures' names and sizes, white is painted. Open: they are drawn at random.</source>
      <extracomment>parameters</extracomment>
      <translation>그림과 같은 이름과 크기의 마스크, 하양을 그립니다. 비우면 무작위로 만듭니다.</translation>
    </message>
    <message>
      <source>The part of pictures of which all is masked: it still paints anew.</source>
      <extracomment>parameters</extracomment>
      <translation>전체를 가리는 그림의 비율. 새로 그리는 것도 잊지 않습니다.</translation>
    </message>
    <message>
      <source>Folders of edited pictures with instructions, and what they were.</source>
      <extracomment>parameters</extracomment>
      <translation>지시가 있는 편집한 그림과 그 원본의 폴더.</translation>
    </message>
    <message>
      <source>Sources folder</source>
      <extracomment>parameters</extracomment>
      <translation>원본 폴더</translation>
    </message>
    <message>
      <source>The pictures before their edits, of the same names and sizes. Open: the list metadata.jsonl names them, as “source_file_name”.</source>
      <extracomment>parameters</extracomment>
      <translation>편집 전의 그림, 같은 이름과 크기. 비우면 metadata.jsonl 목록이 “source_file_name”으로 가리킵니다.</translation>
    </message>
    <message>
      <source>Condition dropout</source>
      <extracomment>parameters</extracomment>
      <translation>조건 빼기</translation>
    </message>
    <message>
      <source>The part in which the picture is not shown; in as large a part the instruction is not given, and in as large a part neither.</source>
      <extracomment>parameters</extracomment>
      <translation>그림을 보여 주지 않는 비율. 같은 비율로 지시를 주지 않고, 같은 비율로 둘 다 주지 않습니다.</translation>
    </message>
    <message>
      <source>A word that each caption has, by which the style is called later.</source>
      <extracomment>parameters</extracomment>
      <translation>설명마다 있는 낱말. 나중에 그 화풍을 부릅니다.</translation>
    </message>
    <message>
      <source>How much it can hold: the matrices' inner width.</source>
      <extracomment>parameters</extracomment>
      <translation>얼마나 담을 수 있는지: 행렬의 안쪽 너비.</translation>
    </message>
    <message>
      <source>Scales the change by alpha / rank; open: as the rank.</source>
      <extracomment>parameters</extracomment>
      <translation>변화를 알파 / 랭크로 맞춥니다. 비우면 랭크와 같게.</translation>
    </message>
    <message>
      <source>Also teaches what words mean.</source>
      <extracomment>parameters</extracomment>
      <translation>낱말의 뜻도 가르칩니다.</translation>
    </message>
    <message>
      <source>AdamW's pull of the vectors to zero.</source>
      <extracomment>parameters</extracomment>
      <translation>AdamW가 벡터를 0으로 당기는 힘.</translation>
    </message>
    <message>
      <source>Folders of pictures of the subject, or in the style.</source>
      <extracomment>parameters</extracomment>
      <translation>대상 또는 화풍의 그림 폴더.</translation>
    </message>
    <message>
      <source>Begins as</source>
      <extracomment>parameters</extracomment>
      <translation>시작</translation>
    </message>
    <message>
      <source>What comes nearest to it in words that the model knows.</source>
      <extracomment>parameters</extracomment>
      <translation>모델이 아는 말로 가장 가까운 것.</translation>
    </message>
    <message>
      <source>Vectors</source>
      <extracomment>parameters</extracomment>
      <translation>벡터</translation>
    </message>
    <message>
      <source>Tokens that the word is worth; more hold more.</source>
      <extracomment>parameters</extracomment>
      <translation>낱말이 차지하는 토큰 수. 많을수록 많이 담습니다.</translation>
    </message>
    <message>
      <source>Templates</source>
      <extracomment>parameters</extracomment>
      <translation>문장 틀</translation>
    </message>
    <message>
      <source>What the word stands for: which captions it is learned in.</source>
      <extracomment>parameters</extracomment>
      <translation>낱말이 무엇을 뜻하는지: 어떤 설명에서 배울지.</translation>
    </message>
    <message>
      <source>A subject</source>
      <extracomment>parameters</extracomment>
      <translation>대상</translation>
    </message>
    <message>
      <source>A style</source>
      <extracomment>parameters</extracomment>
      <translation>화풍</translation>
    </message>
    <message>
      <source>The pictures' captions</source>
      <extracomment>parameters</extracomment>
      <translation>그림의 설명</translation>
    </message>
    <message>
      <source>Own templates</source>
      <extracomment>parameters</extracomment>
      <translation>직접 쓴 틀</translation>
    </message>
    <message>
      <source>Captions instead of those, with {} where the word belongs.</source>
      <extracomment>parameters</extracomment>
      <translation>그 대신 쓸 설명. 낱말이 들어갈 곳에 {}.</translation>
    </message>
    <message>
      <source>Prompt</source>
      <extracomment>parameters</extracomment>
      <translation>프롬프트</translation>
    </message>
    <message>
      <source>What is to be seen.</source>
      <extracomment>parameters</extracomment>
      <translation>보일 것.</translation>
    </message>
    <message>
      <source>Negative prompt</source>
      <extracomment>parameters</extracomment>
      <translation>부정 프롬프트</translation>
    </message>
    <message>
      <source>What is not to be seen.</source>
      <extracomment>parameters</extracomment>
      <translation>보이지 않을 것.</translation>
    </message>
    <message>
      <source>Which model paints, by its id, as `underpaint models` lists it.</source>
      <extracomment>parameters</extracomment>
      <translation>그림을 그릴 모델. `underpaint models`가 보여 주는 id로 적습니다.</translation>
    </message>
    <message>
      <source>Width</source>
      <extracomment>parameters</extracomment>
      <translation>너비</translation>
    </message>
    <message>
      <source>The source's, or the model's own.</source>
      <extracomment>parameters</extracomment>
      <translation>원본의 것, 또는 모델 자신의 것.</translation>
    </message>
    <message>
      <source>Height</source>
      <extracomment>parameters</extracomment>
      <translation>높이</translation>
    </message>
    <message>
      <source>More steps take longer and draw more carefully.</source>
      <extracomment>parameters</extracomment>
      <translation>단계가 많을수록 오래 걸리고 더 꼼꼼히 그립니다.</translation>
    </message>
    <message>
      <source>Sampler</source>
      <extracomment>parameters</extracomment>
      <translation>샘플러</translation>
    </message>
    <message>
      <source>The method by which noise becomes a picture.</source>
      <extracomment>parameters</extracomment>
      <translation>노이즈가 그림이 되는 방법.</translation>
    </message>
    <message>
      <source>Euler</source>
      <extracomment>parameters</extracomment>
      <translation>Euler</translation>
    </message>
    <message>
      <source>Euler a</source>
      <extracomment>parameters</extracomment>
      <translation>Euler a</translation>
    </message>
    <message>
      <source>DPM++ 2M</source>
      <extracomment>parameters</extracomment>
      <translation>DPM++ 2M</translation>
    </message>
    <message>
      <source>DPM++ 2M Karras</source>
      <extracomment>parameters</extracomment>
      <translation>DPM++ 2M Karras</translation>
    </message>
    <message>
      <source>DPM++ 2M SDE</source>
      <extracomment>parameters</extracomment>
      <translation>DPM++ 2M SDE</translation>
    </message>
    <message>
      <source>DPM++ SDE</source>
      <extracomment>parameters</extracomment>
      <translation>DPM++ SDE</translation>
    </message>
    <message>
      <source>UniPC</source>
      <extracomment>parameters</extracomment>
      <translation>UniPC</translation>
    </message>
    <message>
      <source>DDIM</source>
      <extracomment>parameters</extracomment>
      <translation>DDIM</translation>
    </message>
    <message>
      <source>PNDM</source>
      <extracomment>parameters</extracomment>
      <translation>PNDM</translation>
    </message>
    <message>
      <source>LCM</source>
      <extracomment>parameters</extracomment>
      <translation>LCM</translation>
    </message>
    <message>
      <source>Guidance</source>
      <extracomment>parameters</extracomment>
      <translation>가이던스</translation>
    </message>
    <message>
      <source>How strictly the prompt is followed.</source>
      <extracomment>parameters</extracomment>
      <translation>프롬프트를 얼마나 엄격히 따를지.</translation>
    </message>
    <message>
      <source>Picture i of the batch has the seed + i.</source>
      <extracomment>parameters</extracomment>
      <translation>묶음의 i번째 그림은 시드 + i를 가집니다.</translation>
    </message>
    <message>
      <source>How many are made at once.</source>
      <extracomment>parameters</extracomment>
      <translation>한 번에 몇 장 만들지.</translation>
    </message>
    <message>
      <source>How far the picture may go from what is there: 0 keeps it, 1 ignores it.</source>
      <extracomment>parameters</extracomment>
      <translation>그림이 있는 것에서 얼마나 멀어질 수 있는지. 0은 지키고 1은 무시합니다.</translation>
    </message>
    <message>
      <source>Variation seed</source>
      <extracomment>parameters</extracomment>
      <translation>변형 시드</translation>
    </message>
    <message>
      <source>Of the noise that is mixed into the seed's own, by the variation strength.</source>
      <extracomment>parameters</extracomment>
      <translation>변형 강도만큼 시드의 노이즈에 섞이는 노이즈의 시드.</translation>
    </message>
    <message>
      <source>Variation</source>
      <extracomment>parameters</extracomment>
      <translation>변형</translation>
    </message>
    <message>
      <source>How far the first noise is turned from the seed's to the variation seed's.</source>
      <extracomment>parameters</extracomment>
      <translation>첫 노이즈를 시드의 것에서 변형 시드의 것으로 얼마나 돌릴지.</translation>
    </message>
    <message>
      <source>Grow</source>
      <extracomment>parameters</extracomment>
      <translation>넓히기</translation>
    </message>
    <message>
      <source>Makes the mask larger (or smaller, below 0) before anything else.</source>
      <extracomment>parameters</extracomment>
      <translation>무엇보다 먼저 마스크를 넓힙니다 (0 아래면 좁힙니다).</translation>
    </message>
    <message>
      <source>Feather</source>
      <extracomment>parameters</extracomment>
      <translation>가장자리 흐리기</translation>
    </message>
    <message>
      <source>How wide the mask's edge fades. The fade stays inside the grown mask: what the mask leaves out stays as it is.</source>
      <extracomment>parameters</extracomment>
      <translation>마스크 가장자리가 흐려지는 너비. 넓힌 마스크 안에 머물며, 마스크 밖은 그대로입니다.</translation>
    </message>
    <message>
      <source>Blend</source>
      <extracomment>parameters</extracomment>
      <translation>섞기</translation>
    </message>
    <message>
      <source>How wide the new picture runs into the old one, inside the mask.</source>
      <extracomment>parameters</extracomment>
      <translation>마스크 안에서 새 그림이 옛 그림으로 얼마나 넓게 스며드는지.</translation>
    </message>
    <message>
      <source>Under the mask</source>
      <extracomment>parameters</extracomment>
      <translation>마스크 아래</translation>
    </message>
    <message>
      <source>What the model finds under the mask when it begins.</source>
      <extracomment>parameters</extracomment>
      <translation>모델이 시작할 때 마스크 아래에서 보는 것.</translation>
    </message>
    <message>
      <source>What is there</source>
      <extracomment>parameters</extracomment>
      <translation>있는 그대로</translation>
    </message>
    <message>
      <source>Grey</source>
      <extracomment>parameters</extracomment>
      <translation>회색</translation>
    </message>
    <message>
      <source>What is there, blurred</source>
      <extracomment>parameters</extracomment>
      <translation>있는 것을 흐리게</translation>
    </message>
    <message>
      <source>The colours around it</source>
      <extracomment>parameters</extracomment>
      <translation>둘레의 색</translation>
    </message>
    <message>
      <source>Noise</source>
      <extracomment>parameters</extracomment>
      <translation>노이즈</translation>
    </message>
    <message>
      <source>Match colours</source>
      <extracomment>parameters</extracomment>
      <translation>색 맞추기</translation>
    </message>
    <message>
      <source>Matches the new colours to the old ones along the seam.</source>
      <extracomment>parameters</extracomment>
      <translation>이음매를 따라 새 색을 옛 색에 맞춥니다.</translation>
    </message>
    <message>
      <source>What is to be seen there.</source>
      <extracomment>parameters</extracomment>
      <translation>거기에 보일 것.</translation>
    </message>
    <message>
      <source>What is not to be seen there.</source>
      <extracomment>parameters</extracomment>
      <translation>거기에 보이지 않을 것.</translation>
    </message>
    <message>
      <source>How strongly the region's prompt counts there; the rest is the picture's prompt.</source>
      <extracomment>parameters</extracomment>
      <translation>영역의 프롬프트가 거기서 얼마나 작용할지. 나머지는 그림의 프롬프트입니다.</translation>
    </message>
    <message>
      <source>Of the noise that the region starts from.</source>
      <extracomment>parameters</extracomment>
      <translation>영역이 시작하는 노이즈의 시드.</translation>
    </message>
    <message>
      <source>Thin edges where the brightness changes most. Canny 1986, doi:10.1109/TPAMI.1986.4767851.</source>
      <extracomment>parameters</extracomment>
      <translation>밝기가 가장 많이 바뀌는 곳의 가는 선입니다. Canny 1986, doi:10.1109/TPAMI.1986.4767851.</translation>
    </message>
    <message>
      <source>Low</source>
      <extracomment>parameters</extracomment>
      <translation>낮은 값</translation>
    </message>
    <message>
      <source>Edges weaker than this are dropped.</source>
      <extracomment>parameters</extracomment>
      <translation>이보다 약한 가장자리는 버립니다.</translation>
    </message>
    <message>
      <source>High</source>
      <extracomment>parameters</extracomment>
      <translation>높은 값</translation>
    </message>
    <message>
      <source>Edges stronger than this are kept.</source>
      <extracomment>parameters</extracomment>
      <translation>이보다 강한 가장자리는 남깁니다.</translation>
    </message>
    <message>
      <source>Bold white lines: those of a drawing as they are, or of a picture by extended differences
of Gaussians (Winnemöller et al. 2012, doi:10.1016/j.cag.2012.03.004).</source>
      <extracomment>parameters</extracomment>
      <translation>굵은 흰 선입니다. 그린 선은 그대로, 그림은 확장된 가우시안 차이로 얻습니다(Winnemöller et al. 2012, doi:10.1016/j.cag.2012.03.004).</translation>
    </message>
    <message>
      <source>Source</source>
      <extracomment>parameters</extracomment>
      <translation>근원</translation>
    </message>
    <message>
      <source>Whether the lines are there already; found out by itself when “auto”.</source>
      <extracomment>parameters</extracomment>
      <translation>선이 이미 그려져 있는지를 정합니다. “auto”이면 스스로 알아냅니다.</translation>
    </message>
    <message>
      <source>Look</source>
      <extracomment>parameters</extracomment>
      <translation>보는 방식</translation>
    </message>
    <message>
      <source>A drawing</source>
      <extracomment>parameters</extracomment>
      <translation>그림(선화)</translation>
    </message>
    <message>
      <source>A picture</source>
      <extracomment>parameters</extracomment>
      <translation>사진</translation>
    </message>
    <message>
      <source>Of a picture: lines fainter than this are dropped.</source>
      <extracomment>parameters</extracomment>
      <translation>사진에서 이보다 흐린 선은 버립니다.</translation>
    </message>
    <message>
      <source>Soft lines where the picture is darker than its surroundings, all of about one strength.</source>
      <extracomment>parameters</extracomment>
      <translation>그림이 주변보다 어두운 곳의 부드러운 선이며, 세기가 모두 비슷합니다.</translation>
    </message>
    <message>
      <source>Sigma</source>
      <extracomment>parameters</extracomment>
      <translation>시그마</translation>
    </message>
    <message>
      <source>How far the surroundings reach.</source>
      <extracomment>parameters</extracomment>
      <translation>둘레를 얼마나 넓게 볼지입니다.</translation>
    </message>
    <message>
      <source>Differences up to this do not count as lines.</source>
      <extracomment>parameters</extracomment>
      <translation>이만큼까지의 차이는 선으로 치지 않습니다.</translation>
    </message>
    <message>
      <source>The picture with fewer pixels, for a model that puts the details in anew.</source>
      <extracomment>parameters</extracomment>
      <translation>픽셀을 줄인 그림입니다. 세부를 새로 그려 넣는 모델에 씁니다.</translation>
    </message>
    <message>
      <source>Factor</source>
      <extracomment>parameters</extracomment>
      <translation>배율</translation>
    </message>
    <message>
      <source>How many times smaller it is made.</source>
      <extracomment>parameters</extracomment>
      <translation>몇 분의 1로 줄일지입니다.</translation>
    </message>
    <message>
      <source>The picture blurred.</source>
      <extracomment>parameters</extracomment>
      <translation>흐리게 한 그림입니다.</translation>
    </message>
    <message>
      <source>How far colours run.</source>
      <extracomment>parameters</extracomment>
      <translation>색이 얼마나 멀리 번지는지입니다.</translation>
    </message>
    <message>
      <source>A coarse mosaic of the picture's colours. Mou et al. 2023, arXiv:2302.08453.</source>
      <extracomment>parameters</extracomment>
      <translation>그림의 색을 거친 모자이크로 만든 것입니다. Mou et al. 2023, arXiv:2302.08453.</translation>
    </message>
    <message>
      <source>Block</source>
      <extracomment>parameters</extracomment>
      <translation>블록</translation>
    </message>
    <message>
      <source>The side of a tile.</source>
      <extracomment>parameters</extracomment>
      <translation>타일 한 변의 길이입니다.</translation>
    </message>
    <message>
      <source>The picture's colours and materials, its shapes pulled apart by a smooth random flow.</source>
      <extracomment>parameters</extracomment>
      <translation>그림의 색과 질감만 남기고 모양은 부드럽고 무작위한 흐름으로 흩뜨린 것입니다.</translation>
    </message>
    <message>
      <source>Grain</source>
      <extracomment>parameters</extracomment>
      <translation>결</translation>
    </message>
    <message>
      <source>How large the pieces are that stay whole.</source>
      <extracomment>parameters</extracomment>
      <translation>온전히 남는 조각의 크기입니다.</translation>
    </message>
    <message>
      <source>Another seed pulls it apart in another way.</source>
      <extracomment>parameters</extracomment>
      <translation>시드가 다르면 다르게 흩뜨립니다.</translation>
    </message>
    <message>
      <source>How near things are; near is bright. Ranftl et al. 2021, https://arxiv.org/abs/2103.13413;
Yang et al. 2024, https://arxiv.org/abs/2401.10891.</source>
      <extracomment>parameters</extracomment>
      <translation>사물이 얼마나 가까운지 나타내며 가까울수록 밝습니다. Ranftl et al. 2021, https://arxiv.org/abs/2103.13413, Yang et al. 2024, https://arxiv.org/abs/2401.10891.</translation>
    </message>
    <message>
      <source>The model's folder; the first found when empty.</source>
      <extracomment>parameters</extracomment>
      <translation>모델의 폴더입니다. 비워 두면 처음 찾은 것을 씁니다.</translation>
    </message>
    <message>
      <source>What is where, in the colours of ADE20K: sky, tree, person…
Xiao et al. 2018, https://arxiv.org/abs/1807.10221.</source>
      <extracomment>parameters</extracomment>
      <translation>하늘, 나무, 사람처럼 무엇이 어디에 있는지 ADE20K의 색으로 나타냅니다. Xiao et al. 2018, https://arxiv.org/abs/1807.10221.</translation>
    </message>
    <message>
      <source>Soft edges (HED)</source>
      <extracomment>parameters</extracomment>
      <translation>부드러운 가장자리(HED)</translation>
    </message>
    <message>
      <source>Soft outlines of things, not of texture. Xie &amp; Tu 2015, https://arxiv.org/abs/1504.06375.</source>
      <extracomment>parameters</extracomment>
      <translation>질감이 아닌 사물의 부드러운 윤곽입니다. Xie &amp; Tu 2015, https://arxiv.org/abs/1504.06375.</translation>
    </message>
    <message>
      <source>The shorter side that the network is shown.</source>
      <extracomment>parameters</extracomment>
      <translation>네트워크에 보여 주는 그림의 짧은 변입니다.</translation>
    </message>
    <message>
      <source>Safe</source>
      <extracomment>parameters</extracomment>
      <translation>안전</translation>
    </message>
    <message>
      <source>Keeps the picture from being hidden in the map's fine shades.</source>
      <extracomment>parameters</extracomment>
      <translation>그림이 맵의 미세한 명암에 숨는 것을 막습니다.</translation>
    </message>
    <message>
      <source>Soft edges (PidiNet)</source>
      <extracomment>parameters</extracomment>
      <translation>부드러운 가장자리(PidiNet)</translation>
    </message>
    <message>
      <source>Clean outlines. Su et al. 2021, https://arxiv.org/abs/2108.07009.</source>
      <extracomment>parameters</extracomment>
      <translation>깔끔한 윤곽입니다. Su et al. 2021, https://arxiv.org/abs/2108.07009.</translation>
    </message>
    <message>
      <source>Soft edges (TEED)</source>
      <extracomment>parameters</extracomment>
      <translation>부드러운 가장자리(TEED)</translation>
    </message>
    <message>
      <source>Fine outlines by a tiny network. Soria et al. 2023, https://arxiv.org/abs/2308.06468.</source>
      <extracomment>parameters</extracomment>
      <translation>아주 작은 네트워크가 찾은 섬세한 윤곽입니다. Soria et al. 2023, https://arxiv.org/abs/2308.06468.</translation>
    </message>
    <message>
      <source>Anyline</source>
      <extracomment>parameters</extracomment>
      <translation>Anyline</translation>
    </message>
    <message>
      <source>Outlines and line art in one, for line models that take any lines.</source>
      <extracomment>parameters</extracomment>
      <translation>윤곽과 선화를 합친 것입니다. 어떤 선이든 받는 선 모델에 씁니다.</translation>
    </message>
    <message>
      <source>Straight lines (M-LSD)</source>
      <extracomment>parameters</extracomment>
      <translation>직선(M-LSD)</translation>
    </message>
    <message>
      <source>The straight lines of rooms and houses. Gu et al. 2021, https://arxiv.org/abs/2106.00186.</source>
      <extracomment>parameters</extracomment>
      <translation>방과 집의 곧은 선입니다. Gu et al. 2021, https://arxiv.org/abs/2106.00186.</translation>
    </message>
    <message>
      <source>Score</source>
      <extracomment>parameters</extracomment>
      <translation>점수</translation>
    </message>
    <message>
      <source>Lines that are less certain are dropped.</source>
      <extracomment>parameters</extracomment>
      <translation>이보다 불확실한 선은 버립니다.</translation>
    </message>
    <message>
      <source>Distance</source>
      <extracomment>parameters</extracomment>
      <translation>길이</translation>
    </message>
    <message>
      <source>Lines shorter than this are dropped.</source>
      <extracomment>parameters</extracomment>
      <translation>이보다 짧은 선은 버립니다.</translation>
    </message>
    <message>
      <source>Line art (photographs)</source>
      <extracomment>parameters</extracomment>
      <translation>선화(사진)</translation>
    </message>
    <message>
      <source>Lines as drawn by hand. Chan et al. 2022, https://arxiv.org/abs/2203.12691.</source>
      <extracomment>parameters</extracomment>
      <translation>손으로 그린 듯한 선입니다. Chan et al. 2022, https://arxiv.org/abs/2203.12691.</translation>
    </message>
    <message>
      <source>Coarse</source>
      <extracomment>parameters</extracomment>
      <translation>굵게</translation>
    </message>
    <message>
      <source>Fewer and bolder lines.</source>
      <extracomment>parameters</extracomment>
      <translation>선이 적고 굵어집니다.</translation>
    </message>
    <message>
      <source>Line art (anime)</source>
      <extracomment>parameters</extracomment>
      <translation>선화(애니메이션)</translation>
    </message>
    <message>
      <source>The lines of coloured anime pictures.</source>
      <extracomment>parameters</extracomment>
      <translation>채색된 애니메이션 그림의 선입니다.</translation>
    </message>
    <message>
      <source>Pose (OpenPose)</source>
      <extracomment>parameters</extracomment>
      <translation>자세(OpenPose)</translation>
    </message>
    <message>
      <source>People as coloured sticks. Cao et al. 2018, https://arxiv.org/abs/1812.08008.</source>
      <extracomment>parameters</extracomment>
      <translation>사람을 색깔 막대로 나타낸 것입니다. Cao et al. 2018, https://arxiv.org/abs/1812.08008.</translation>
    </message>
    <message>
      <source>Body</source>
      <extracomment>parameters</extracomment>
      <translation>몸</translation>
    </message>
    <message>
      <source>Heads, arms and legs.</source>
      <extracomment>parameters</extracomment>
      <translation>머리, 팔, 다리입니다.</translation>
    </message>
    <message>
      <source>Hands</source>
      <extracomment>parameters</extracomment>
      <translation>손</translation>
    </message>
    <message>
      <source>Fingers as well.</source>
      <extracomment>parameters</extracomment>
      <translation>손가락도 찾습니다.</translation>
    </message>
    <message>
      <source>Face</source>
      <extracomment>parameters</extracomment>
      <translation>얼굴</translation>
    </message>
    <message>
      <source>Faces as well.</source>
      <extracomment>parameters</extracomment>
      <translation>얼굴도 찾습니다.</translation>
    </message>
    <message>
      <source>Surface normals (BAE)</source>
      <extracomment>parameters</extracomment>
      <translation>표면 방향(BAE)</translation>
    </message>
    <message>
      <source>Which way surfaces face, as colours. Bae et al. 2021, https://arxiv.org/abs/2109.09881.</source>
      <extracomment>parameters</extracomment>
      <translation>표면이 향하는 방향을 색으로 나타낸 것입니다. Bae et al. 2021, https://arxiv.org/abs/2109.09881.</translation>
    </message>
    <message>
      <source>Depth (MiDaS)</source>
      <extracomment>parameters</extracomment>
      <translation>깊이(MiDaS)</translation>
    </message>
    <message>
      <source>How near things are; near is bright. Ranftl et al. 2019, https://arxiv.org/abs/1907.01341.</source>
      <extracomment>parameters</extracomment>
      <translation>사물이 얼마나 가까운지 나타내며 가까울수록 밝습니다. Ranftl et al. 2019, https://arxiv.org/abs/1907.01341.</translation>
    </message>
    <message>
      <source>Size</source>
      <extracomment>parameters</extracomment>
      <translation>크기</translation>
    </message>
    <message>
      <source>Diameter in pixels where nothing makes it less</source>
      <extracomment>parameters</extracomment>
      <translation>줄이는 것이 없을 때의 지름 (픽셀)</translation>
    </message>
    <message>
      <source>Hardness</source>
      <extracomment>parameters</extracomment>
      <translation>경도</translation>
    </message>
    <message>
      <source>0 fades from the middle, 1 is a disc with a smooth edge</source>
      <extracomment>parameters</extracomment>
      <translation>0은 가운데부터 흐려지고 1은 가장자리가 매끈한 원입니다</translation>
    </message>
    <message>
      <source>Opacity</source>
      <extracomment>parameters</extracomment>
      <translation>불투명도</translation>
    </message>
    <message>
      <source>How much a whole stroke covers at most</source>
      <extracomment>parameters</extracomment>
      <translation>한 획이 최대 얼마나 덮는지</translation>
    </message>
    <message>
      <source>Flow</source>
      <extracomment>parameters</extracomment>
      <translation>흐름</translation>
    </message>
    <message>
      <source>How far each dab moves the paint towards the dab's own coverage</source>
      <extracomment>parameters</extracomment>
      <translation>한 번 찍을 때 칠이 얼마나 짙어지는지</translation>
    </message>
    <message>
      <source>Spacing</source>
      <extracomment>parameters</extracomment>
      <translation>간격</translation>
    </message>
    <message>
      <source>Distance between dabs, as a fraction of the size</source>
      <extracomment>parameters</extracomment>
      <translation>찍는 간격, 크기에 대한 비율</translation>
    </message>
    <message>
      <source>Effect</source>
      <extracomment>parameters</extracomment>
      <translation>효과</translation>
    </message>
    <message>
      <source>What it does: paints, drags the paint along, softens it, or copies it from elsewhere</source>
      <extracomment>parameters</extracomment>
      <translation>하는 일: 칠하기, 칠을 끌기, 부드럽게 하기, 다른 곳에서 복제하기</translation>
    </message>
    <message>
      <source>Paint</source>
      <extracomment>parameters</extracomment>
      <translation>칠하기</translation>
    </message>
    <message>
      <source>Smudge</source>
      <extracomment>parameters</extracomment>
      <translation>문지르기</translation>
    </message>
    <message>
      <source>Clone</source>
      <extracomment>parameters</extracomment>
      <translation>복제</translation>
    </message>
    <message>
      <source>Tip</source>
      <extracomment>parameters</extracomment>
      <translation>끝</translation>
    </message>
    <message>
      <source>The shape of a dab</source>
      <extracomment>parameters</extracomment>
      <translation>찍히는 모양</translation>
    </message>
    <message>
      <source>Round</source>
      <extracomment>parameters</extracomment>
      <translation>둥글게</translation>
    </message>
    <message>
      <source>Square</source>
      <extracomment>parameters</extracomment>
      <translation>네모나게</translation>
    </message>
    <message>
      <source>Bristles</source>
      <extracomment>parameters</extracomment>
      <translation>털</translation>
    </message>
    <message>
      <source>Specks</source>
      <extracomment>parameters</extracomment>
      <translation>점점이</translation>
    </message>
    <message>
      <source>Roundness</source>
      <extracomment>parameters</extracomment>
      <translation>둥글기</translation>
    </message>
    <message>
      <source>Height of a dab, as a fraction of its width: 1 is a circle or square</source>
      <extracomment>parameters</extracomment>
      <translation>찍히는 높이, 너비에 대한 비율: 1이면 원이나 정사각형</translation>
    </message>
    <message>
      <source>Rotation</source>
      <extracomment>parameters</extracomment>
      <translation>회전</translation>
    </message>
    <message>
      <source>How far a dab is turned clockwise</source>
      <extracomment>parameters</extracomment>
      <translation>시계 방향으로 얼마나 돌릴지</translation>
    </message>
    <message>
      <source>Scatter</source>
      <extracomment>parameters</extracomment>
      <translation>흩뿌리기</translation>
    </message>
    <message>
      <source>How far dabs stray from the line, as a fraction of the size</source>
      <extracomment>parameters</extracomment>
      <translation>선에서 얼마나 벗어나는지, 크기에 대한 비율</translation>
    </message>
    <message>
      <source>What the paint does not reach the hollows of</source>
      <extracomment>parameters</extracomment>
      <translation>칠이 닿지 않는 우묵한 곳</translation>
    </message>
    <message>
      <source>None</source>
      <extracomment>parameters</extracomment>
      <translation>없음</translation>
    </message>
    <message>
      <source>Paper</source>
      <extracomment>parameters</extracomment>
      <translation>종이</translation>
    </message>
    <message>
      <source>Canvas</source>
      <extracomment>parameters</extracomment>
      <translation>캔버스</translation>
    </message>
    <message>
      <source>Chalk</source>
      <extracomment>parameters</extracomment>
      <translation>분필</translation>
    </message>
    <message>
      <source>Texture</source>
      <extracomment>parameters</extracomment>
      <translation>질감</translation>
    </message>
    <message>
      <source>How deep the grain is</source>
      <extracomment>parameters</extracomment>
      <translation>결이 얼마나 깊은지</translation>
    </message>
    <message>
      <source>Grain size</source>
      <extracomment>parameters</extracomment>
      <translation>결의 크기</translation>
    </message>
    <message>
      <source>How coarse the grain is</source>
      <extracomment>parameters</extracomment>
      <translation>결이 얼마나 거친지</translation>
    </message>
    <message>
      <source>Evens out a hand that trembles; the line lags a little behind</source>
      <extracomment>parameters</extracomment>
      <translation>떨리는 손을 고르게 합니다. 선이 조금 늦게 따라옵니다</translation>
    </message>
    <message>
      <source>String</source>
      <extracomment>parameters</extracomment>
      <translation>실</translation>
    </message>
    <message>
      <source>The pen pulls the brush by a string of this length: a stabiliser for long curves</source>
      <extracomment>parameters</extracomment>
      <translation>펜이 이 길이의 실로 붓을 끕니다. 긴 곡선을 위한 손떨림 보정입니다</translation>
    </message>
    <message>
      <source>Dynamics</source>
      <extracomment>parameters</extracomment>
      <translation>동적 변화</translation>
    </message>
    <message>
      <source>What follows pressure, tilt, speed, direction, lean or chance</source>
      <extracomment>parameters</extracomment>
      <translation>압력, 기울기, 속도, 방향, 기울임 또는 우연을 따르는 것</translation>
    </message>
    <message>
      <source>Dynamic</source>
      <extracomment>parameters</extracomment>
      <translation>반응</translation>
    </message>
    <message>
      <source>dynamic</source>
      <extracomment>parameters</extracomment>
      <translation>반응</translation>
    </message>
    <message>
      <source>Dynamic {number}</source>
      <extracomment>parameters</extracomment>
      <translation>반응 {number}</translation>
    </message>
    <message>
      <source>Target</source>
      <extracomment>parameters</extracomment>
      <translation>대상</translation>
    </message>
    <message>
      <source>Pressure</source>
      <extracomment>parameters</extracomment>
      <translation>압력</translation>
    </message>
    <message>
      <source>Tilt</source>
      <extracomment>parameters</extracomment>
      <translation>기울기</translation>
    </message>
    <message>
      <source>Speed</source>
      <extracomment>parameters</extracomment>
      <translation>속도</translation>
    </message>
    <message>
      <source>Lean</source>
      <extracomment>parameters</extracomment>
      <translation>기울임</translation>
    </message>
    <message>
      <source>Chance</source>
      <extracomment>parameters</extracomment>
      <translation>우연</translation>
    </message>
    <message>
      <source>Curve</source>
      <extracomment>parameters</extracomment>
      <translation>곡선</translation>
    </message>
    <message>
      <source>Points [x, y] from left to right, joined by a smooth line.</source>
      <extracomment>parameters</extracomment>
      <translation>왼쪽에서 오른쪽으로 점 [x, y], 부드러운 선으로 잇습니다.</translation>
    </message>
    <message>
      <source>Format</source>
      <extracomment>parameters</extracomment>
      <translation>형식</translation>
    </message>
    <message>
      <source>PNG</source>
      <extracomment>parameters</extracomment>
      <translation>PNG</translation>
    </message>
    <message>
      <source>JPEG</source>
      <extracomment>parameters</extracomment>
      <translation>JPEG</translation>
    </message>
    <message>
      <source>WebP</source>
      <extracomment>parameters</extracomment>
      <translation>WebP</translation>
    </message>
    <message>
      <source>AVIF</source>
      <extracomment>parameters</extracomment>
      <translation>AVIF</translation>
    </message>
    <message>
      <source>TIFF</source>
      <extracomment>parameters</extracomment>
      <translation>TIFF</translation>
    </message>
    <message>
      <source>Photoshop, with layers</source>
      <extracomment>parameters</extracomment>
      <translation>Photoshop, 레이어 포함</translation>
    </message>
    <message>
      <source>Quality</source>
      <extracomment>parameters</extracomment>
      <translation>품질</translation>
    </message>
    <message>
      <source>Less makes smaller files, and blurs.</source>
      <extracomment>parameters</extracomment>
      <translation>낮출수록 파일이 작아지고 흐려집니다.</translation>
    </message>
    <message>
      <source>100 leaves the size.</source>
      <extracomment>parameters</extracomment>
      <translation>100이면 크기가 그대로입니다.</translation>
    </message>
    <message>
      <source>What</source>
      <extracomment>parameters</extracomment>
      <translation>대상</translation>
    </message>
    <message>
      <source>The picture</source>
      <extracomment>parameters</extracomment>
      <translation>그림 전체</translation>
    </message>
    <message>
      <source>The selection's bounds</source>
      <extracomment>parameters</extracomment>
      <translation>선택 영역의 범위</translation>
    </message>
    <message>
      <source>A region</source>
      <extracomment>parameters</extracomment>
      <translation>영역 하나</translation>
    </message>
    <message>
      <source>Each layer in a file</source>
      <extracomment>parameters</extracomment>
      <translation>레이어마다 파일 하나</translation>
    </message>
    <message>
      <source>Recipe inside</source>
      <extracomment>parameters</extracomment>
      <translation>레시피 포함</translation>
    </message>
    <message>
      <source>How the picture was made; dropped here it comes back.</source>
      <extracomment>parameters</extracomment>
      <translation>그림이 만들어진 방법입니다. 여기에 끌어다 놓으면 되살아납니다.</translation>
    </message>
    <message>
      <source>sRGB profile inside</source>
      <extracomment>parameters</extracomment>
      <translation>sRGB 프로파일 포함</translation>
    </message>
    <message>
      <source>Tells other programs what the colours mean.</source>
      <extracomment>parameters</extracomment>
      <translation>색의 뜻을 다른 프로그램에 알려 줍니다.</translation>
    </message>
    <message>
      <source>What the picture is converted to. Another profile than sRGB is always inside.</source>
      <extracomment>parameters</extracomment>
      <translation>그림을 무엇으로 바꿀지입니다. sRGB가 아닌 프로파일은 언제나 함께 들어갑니다.</translation>
    </message>
    <message>
      <source>sRGB</source>
      <extracomment>parameters</extracomment>
      <translation>sRGB</translation>
    </message>
    <message>
      <source>Display P3</source>
      <extracomment>parameters</extracomment>
      <translation>Display P3</translation>
    </message>
    <message>
      <source>Adobe RGB (1998) compatible</source>
      <extracomment>parameters</extracomment>
      <translation>Adobe RGB (1998) 호환</translation>
    </message>
    <message>
      <source>Of a profile…</source>
      <extracomment>parameters</extracomment>
      <translation>프로파일에서…</translation>
    </message>
    <message>
      <source>Profile</source>
      <extracomment>parameters</extracomment>
      <translation>프로파일</translation>
    </message>
    <message>
      <source>16 bits keep colours apart that a conversion would bring together.</source>
      <extracomment>parameters</extracomment>
      <translation>16비트는 변환하면서 합쳐질 색을 나누어 둡니다.</translation>
    </message>
    <message>
      <source>8 bits a channel</source>
      <extracomment>parameters</extracomment>
      <translation>채널당 8비트</translation>
    </message>
    <message>
      <source>16 bits a channel</source>
      <extracomment>parameters</extracomment>
      <translation>채널당 16비트</translation>
    </message>
    <message>
      <source>File names</source>
      <extracomment>parameters</extracomment>
      <translation>파일 이름</translation>
    </message>
    <message>
      <source>{name} is the picture's, {number} counts from below, {layer} is the layer's.</source>
      <extracomment>parameters</extracomment>
      <translation>{name}은 그림의 이름, {number}는 아래에서부터 센 번호, {layer}는 레이어의 이름입니다.</translation>
    </message>
    <message>
      <source>Cut to its pixels</source>
      <extracomment>parameters</extracomment>
      <translation>내용에 맞춰 자르기</translation>
    </message>
    <message>
      <source>Each file only as large as what is on the layer.</source>
      <extracomment>parameters</extracomment>
      <translation>각 파일이 레이어에 있는 것만큼만 커집니다.</translation>
    </message>
    <message>
      <source>VAE</source>
      <extracomment>parameters</extracomment>
      <translation>VAE</translation>
    </message>
    <message>
      <source>The autoencoder that turns what the model paints into colours.</source>
      <extracomment>parameters</extracomment>
      <translation>모델이 그린 것을 색으로 바꾸는 오토인코더입니다.</translation>
    </message>
    <message>
      <source>The model's own</source>
      <extracomment>parameters</extracomment>
      <translation>모델 자체</translation>
    </message>
    <message>
      <source>What reads the prompt.</source>
      <extracomment>parameters</extracomment>
      <translation>프롬프트를 읽는 부분입니다.</translation>
    </message>
    <message>
      <source>Second text encoder</source>
      <extracomment>parameters</extracomment>
      <translation>두 번째 텍스트 인코더</translation>
    </message>
    <message>
      <source>What else reads the prompt: SDXL's larger CLIP, FLUX.1's T5.</source>
      <extracomment>parameters</extracomment>
      <translation>프롬프트를 함께 읽는 부분입니다. SDXL의 더 큰 CLIP, FLUX.1의 T5 등입니다.</translation>
    </message>
    <message>
      <source>Third text encoder</source>
      <extracomment>parameters</extracomment>
      <translation>세 번째 텍스트 인코더</translation>
    </message>
    <message>
      <source>Stable Diffusion 3's T5.</source>
      <extracomment>parameters</extracomment>
      <translation>Stable Diffusion 3의 T5입니다.</translation>
    </message>
    <message>
      <source>Predicts</source>
      <extracomment>parameters</extracomment>
      <translation>예측 대상</translation>
    </message>
    <message>
      <source>What the model was trained to predict. Only for models whose files say it wrongly: the picture is nothing but noise then.</source>
      <extracomment>parameters</extracomment>
      <translation>모델이 무엇을 예측하도록 학습되었는지입니다. 파일에 잘못 적혀 그림이 노이즈뿐인 모델에만 씁니다.</translation>
    </message>
    <message>
      <source>As the model says</source>
      <extracomment>parameters</extracomment>
      <translation>모델이 정한 대로</translation>
    </message>
    <message>
      <source>Velocity</source>
      <extracomment>parameters</extracomment>
      <translation>속도</translation>
    </message>
    <message>
      <source>Noise levels</source>
      <extracomment>parameters</extracomment>
      <translation>노이즈 단계</translation>
    </message>
    <message>
      <source>How the steps are spread between noise and picture.</source>
      <extracomment>parameters</extracomment>
      <translation>노이즈와 그림 사이에 단계를 어떻게 나눌지입니다.</translation>
    </message>
    <message>
      <source>The sampler's own</source>
      <extracomment>parameters</extracomment>
      <translation>샘플러 자체</translation>
    </message>
    <message>
      <source>Evenly in time</source>
      <extracomment>parameters</extracomment>
      <translation>시간에 고르게</translation>
    </message>
    <message>
      <source>Karras</source>
      <extracomment>parameters</extracomment>
      <translation>Karras</translation>
    </message>
    <message>
      <source>Exponential</source>
      <extracomment>parameters</extracomment>
      <translation>지수</translation>
    </message>
    <message>
      <source>Beta</source>
      <extracomment>parameters</extracomment>
      <translation>베타</translation>
    </message>
    <message>
      <source>From pure noise</source>
      <extracomment>parameters</extracomment>
      <translation>순수한 노이즈에서</translation>
    </message>
    <message>
      <source>Begins in noise without any trace of a picture, for models that were trained so: very dark and very bright pictures.</source>
      <extracomment>parameters</extracomment>
      <translation>그림의 흔적이 전혀 없는 노이즈에서 시작합니다. 그렇게 학습된 모델에서 아주 어둡거나 아주 밝은 그림이 됩니다.</translation>
    </message>
    <message>
      <source>Shift</source>
      <extracomment>parameters</extracomment>
      <translation>시프트</translation>
    </message>
    <message>
      <source>How many of the steps are spent at high noise, for FLUX and its like: more makes composition better, less makes details better.</source>
      <extracomment>parameters</extracomment>
      <translation>FLUX와 비슷한 모델에서 노이즈가 많을 때 단계를 얼마나 쓸지입니다. 많으면 구도가, 적으면 세부가 좋아집니다.</translation>
    </message>
    <message>
      <source>Guidance rescale</source>
      <extracomment>parameters</extracomment>
      <translation>가이던스 재조정</translation>
    </message>
    <message>
      <source>How far guidance's stronger contrast is taken back; 0.7 suits models that begin in pure noise.</source>
      <extracomment>parameters</extracomment>
      <translation>가이던스가 높인 대비를 얼마나 되돌릴지입니다. 순수한 노이즈에서 시작하는 모델에는 0.7이 맞습니다.</translation>
    </message>
    <message>
      <source>Refiner</source>
      <extracomment>parameters</extracomment>
      <translation>리파이너</translation>
    </message>
    <message>
      <source>Which model of the SDXL family finishes the picture.</source>
      <extracomment>parameters</extracomment>
      <translation>SDXL 계열의 어떤 모델이 그림을 마무리할지입니다.</translation>
    </message>
    <message>
      <source>From which part of the way between noise and picture on it paints.</source>
      <extracomment>parameters</extracomment>
      <translation>노이즈에서 그림으로 가는 길의 어디서부터 그릴지입니다.</translation>
    </message>
    <message>
      <source>Aesthetic score</source>
      <extracomment>parameters</extracomment>
      <translation>미적 점수</translation>
    </message>
    <message>
      <source>How beautiful it is to be.</source>
      <extracomment>parameters</extracomment>
      <translation>얼마나 아름다워야 하는지입니다.</translation>
    </message>
    <message>
      <source>Score to avoid</source>
      <extracomment>parameters</extracomment>
      <translation>피할 점수</translation>
    </message>
    <message>
      <source>The score of what guidance leads away from.</source>
      <extracomment>parameters</extracomment>
      <translation>가이던스가 멀어지는 쪽의 점수입니다.</translation>
    </message>
    <message>
      <source>Black</source>
      <extracomment>parameters</extracomment>
      <translation>검정</translation>
    </message>
    <message>
      <source>What is as dark as this becomes black.</source>
      <extracomment>parameters</extracomment>
      <translation>이만큼 어두운 것이 검정이 됩니다.</translation>
    </message>
    <message>
      <source>Middle</source>
      <extracomment>parameters</extracomment>
      <translation>중간</translation>
    </message>
    <message>
      <source>More than 1 makes the middle lighter.</source>
      <extracomment>parameters</extracomment>
      <translation>1보다 크면 중간이 밝아집니다.</translation>
    </message>
    <message>
      <source>White</source>
      <extracomment>parameters</extracomment>
      <translation>하양</translation>
    </message>
    <message>
      <source>What is as light as this becomes white.</source>
      <extracomment>parameters</extracomment>
      <translation>이만큼 밝은 것이 하양이 됩니다.</translation>
    </message>
    <message>
      <source>Darkest</source>
      <extracomment>parameters</extracomment>
      <translation>가장 어둡게</translation>
    </message>
    <message>
      <source>How dark the result is at most.</source>
      <extracomment>parameters</extracomment>
      <translation>결과가 최대 얼마나 어두운지.</translation>
    </message>
    <message>
      <source>Lightest</source>
      <extracomment>parameters</extracomment>
      <translation>가장 밝게</translation>
    </message>
    <message>
      <source>How light it is at most.</source>
      <extracomment>parameters</extracomment>
      <translation>결과가 최대 얼마나 밝은지.</translation>
    </message>
    <message>
      <source>Points</source>
      <extracomment>parameters</extracomment>
      <translation>점</translation>
    </message>
    <message>
      <source>Red</source>
      <extracomment>parameters</extracomment>
      <translation>빨강</translation>
    </message>
    <message>
      <source>Green</source>
      <extracomment>parameters</extracomment>
      <translation>초록</translation>
    </message>
    <message>
      <source>Blue</source>
      <extracomment>parameters</extracomment>
      <translation>파랑</translation>
    </message>
    <message>
      <source>Hue</source>
      <extracomment>parameters</extracomment>
      <translation>색조</translation>
    </message>
    <message>
      <source>How far colours are turned.</source>
      <extracomment>parameters</extracomment>
      <translation>색을 얼마나 돌릴지.</translation>
    </message>
    <message>
      <source>Saturation</source>
      <extracomment>parameters</extracomment>
      <translation>채도</translation>
    </message>
    <message>
      <source>-100 leaves greys, 50 doubles it.</source>
      <extracomment>parameters</extracomment>
      <translation>-100은 회색만 남기고, 50은 두 배로 합니다.</translation>
    </message>
    <message>
      <source>Lightness</source>
      <extracomment>parameters</extracomment>
      <translation>밝기</translation>
    </message>
    <message>
      <source>-100 is black, 100 white.</source>
      <extracomment>parameters</extracomment>
      <translation>-100은 검정, 100은 하양.</translation>
    </message>
    <message>
      <source>One colour</source>
      <extracomment>parameters</extracomment>
      <translation>한 가지 색</translation>
    </message>
    <message>
      <source>All has the hue and the saturation that are set here.</source>
      <extracomment>parameters</extracomment>
      <translation>모두 여기에서 정한 색상과 채도가 됩니다.</translation>
    </message>
    <message>
      <source>Shadows: red</source>
      <extracomment>parameters</extracomment>
      <translation>어두운 부분: 빨강</translation>
    </message>
    <message>
      <source>Less is cyan, more is red.</source>
      <extracomment>parameters</extracomment>
      <translation>줄이면 청록, 늘리면 빨강입니다.</translation>
    </message>
    <message>
      <source>Shadows: green</source>
      <extracomment>parameters</extracomment>
      <translation>어두운 부분: 초록</translation>
    </message>
    <message>
      <source>Less is magenta, more is green.</source>
      <extracomment>parameters</extracomment>
      <translation>줄이면 자홍, 늘리면 초록입니다.</translation>
    </message>
    <message>
      <source>Shadows: blue</source>
      <extracomment>parameters</extracomment>
      <translation>어두운 부분: 파랑</translation>
    </message>
    <message>
      <source>Less is yellow, more is blue.</source>
      <extracomment>parameters</extracomment>
      <translation>줄이면 노랑, 늘리면 파랑입니다.</translation>
    </message>
    <message>
      <source>Midtones: red</source>
      <extracomment>parameters</extracomment>
      <translation>중간: 빨강</translation>
    </message>
    <message>
      <source>Midtones: green</source>
      <extracomment>parameters</extracomment>
      <translation>중간: 초록</translation>
    </message>
    <message>
      <source>Midtones: blue</source>
      <extracomment>parameters</extracomment>
      <translation>중간: 파랑</translation>
    </message>
    <message>
      <source>Highlights: red</source>
      <extracomment>parameters</extracomment>
      <translation>밝은 부분: 빨강</translation>
    </message>
    <message>
      <source>Highlights: green</source>
      <extracomment>parameters</extracomment>
      <translation>밝은 부분: 초록</translation>
    </message>
    <message>
      <source>Highlights: blue</source>
      <extracomment>parameters</extracomment>
      <translation>밝은 부분: 파랑</translation>
    </message>
    <message>
      <source>Keep lightness</source>
      <extracomment>parameters</extracomment>
      <translation>밝기 유지</translation>
    </message>
    <message>
      <source>Only the colour changes, not how light it is.</source>
      <extracomment>parameters</extracomment>
      <translation>색만 바뀌고 밝기는 그대로입니다.</translation>
    </message>
    <message>
      <source>Brightness</source>
      <extracomment>parameters</extracomment>
      <translation>명도</translation>
    </message>
    <message>
      <source>0 leaves it as it is.</source>
      <extracomment>parameters</extracomment>
      <translation>0은 그대로 둡니다.</translation>
    </message>
    <message>
      <source>Contrast</source>
      <extracomment>parameters</extracomment>
      <translation>대비</translation>
    </message>
    <message>
      <source>Exposure</source>
      <extracomment>parameters</extracomment>
      <translation>노출</translation>
    </message>
    <message>
      <source>In stops: 1 is twice the light.</source>
      <extracomment>parameters</extracomment>
      <translation>스톱 단위: 1은 빛이 두 배입니다.</translation>
    </message>
    <message>
      <source>Offset</source>
      <extracomment>parameters</extracomment>
      <translation>오프셋</translation>
    </message>
    <message>
      <source>Light that is added everywhere.</source>
      <extracomment>parameters</extracomment>
      <translation>모든 곳에 더해지는 빛입니다.</translation>
    </message>
    <message>
      <source>Gamma</source>
      <extracomment>parameters</extracomment>
      <translation>감마</translation>
    </message>
    <message>
      <source>Ramp</source>
      <extracomment>parameters</extracomment>
      <translation>색 띠</translation>
    </message>
    <message>
      <source>Stops [position, colour, opacity] from left to right.</source>
      <extracomment>parameters</extracomment>
      <translation>왼쪽에서 오른쪽으로 놓인 정지점 [위치, 색, 불투명도].</translation>
    </message>
    <message>
      <source>How many values a channel has.</source>
      <extracomment>parameters</extracomment>
      <translation>채널 하나가 가지는 값의 수입니다.</translation>
    </message>
    <message>
      <source>Level</source>
      <extracomment>parameters</extracomment>
      <translation>한계</translation>
    </message>
    <message>
      <source>What is as light as this is white.</source>
      <extracomment>parameters</extracomment>
      <translation>이만큼 밝은 것은 흰색이 됩니다.</translation>
    </message>
    <message>
      <source>Radius</source>
      <extracomment>parameters</extracomment>
      <translation>반경</translation>
    </message>
    <message>
      <source>Theme</source>
      <extracomment>parameters</extracomment>
      <translation>테마</translation>
    </message>
    <message>
      <source>Of the window and its panels.</source>
      <extracomment>parameters</extracomment>
      <translation>창과 패널의 색입니다.</translation>
    </message>
    <message>
      <source>Dark</source>
      <extracomment>parameters</extracomment>
      <translation>어둡게</translation>
    </message>
    <message>
      <source>Light</source>
      <extracomment>parameters</extracomment>
      <translation>밝게</translation>
    </message>
    <message>
      <source>As the system</source>
      <extracomment>parameters</extracomment>
      <translation>시스템 설정에 따름</translation>
    </message>
    <message>
      <source>Language</source>
      <extracomment>parameters</extracomment>
      <translation>언어</translation>
    </message>
    <message>
      <source>From the next start on.</source>
      <extracomment>parameters</extracomment>
      <translation>다음 시작부터입니다.</translation>
    </message>
    <message>
      <source>English</source>
      <extracomment>parameters</extracomment>
      <translation>English</translation>
    </message>
    <message>
      <source>한국어</source>
      <extracomment>parameters</extracomment>
      <translation>한국어</translation>
    </message>
    <message>
      <source>Start with</source>
      <extracomment>parameters</extracomment>
      <translation>시작 화면</translation>
    </message>
    <message>
      <source>What is seen when no file is named.</source>
      <extracomment>parameters</extracomment>
      <translation>파일을 정하지 않았을 때 보이는 것입니다.</translation>
    </message>
    <message>
      <source>Start page</source>
      <extracomment>parameters</extracomment>
      <translation>시작 페이지</translation>
    </message>
    <message>
      <source>Empty canvas</source>
      <extracomment>parameters</extracomment>
      <translation>빈 캔버스</translation>
    </message>
    <message>
      <source>Show tips</source>
      <extracomment>parameters</extracomment>
      <translation>팁 보기</translation>
    </message>
    <message>
      <source>Shows one at each start.</source>
      <extracomment>parameters</extracomment>
      <translation>시작할 때마다 하나를 보여 줍니다.</translation>
    </message>
    <message>
      <source>One finger</source>
      <extracomment>parameters</extracomment>
      <translation>한 손가락</translation>
    </message>
    <message>
      <source>Two always move the view.</source>
      <extracomment>parameters</extracomment>
      <translation>두 손가락은 언제나 보기를 움직입니다.</translation>
    </message>
    <message>
      <source>Paints until a pen is used</source>
      <extracomment>parameters</extracomment>
      <translation>펜을 쓰기 전까지 칠하기</translation>
    </message>
    <message>
      <source>Always paints</source>
      <extracomment>parameters</extracomment>
      <translation>항상 칠하기</translation>
    </message>
    <message>
      <source>Moves the view</source>
      <extracomment>parameters</extracomment>
      <translation>화면 이동</translation>
    </message>
    <message>
      <source>Undo memory</source>
      <extracomment>parameters</extracomment>
      <translation>실행 취소 메모리</translation>
    </message>
    <message>
      <source>The oldest steps go first.</source>
      <extracomment>parameters</extracomment>
      <translation>가장 오래된 단계부터 사라집니다.</translation>
    </message>
    <message>
      <source>JPEG quality</source>
      <extracomment>parameters</extracomment>
      <translation>JPEG 품질</translation>
    </message>
    <message>
      <source>Of pictures saved as JPEG or WebP.</source>
      <extracomment>parameters</extracomment>
      <translation>JPEG이나 WebP로 저장하는 그림의 품질입니다.</translation>
    </message>
    <message>
      <source>Show previews</source>
      <extracomment>parameters</extracomment>
      <translation>미리보기 보기</translation>
    </message>
    <message>
      <source>Shows each step as it grows.</source>
      <extracomment>parameters</extracomment>
      <translation>자라는 단계마다 보여 줍니다.</translation>
    </message>
    <message>
      <source>Models run in</source>
      <extracomment>parameters</extracomment>
      <translation>모델 실행 위치</translation>
    </message>
    <message>
      <source>In a process of its own a crash costs one job, never a painting.</source>
      <extracomment>parameters</extracomment>
      <translation>별도의 프로세스에서는 비정상 종료가 작업 하나만 잃게 하고 그림은 잃지 않습니다.</translation>
    </message>
    <message>
      <source>A process of its own</source>
      <extracomment>parameters</extracomment>
      <translation>별도 프로세스</translation>
    </message>
    <message>
      <source>Inside the program</source>
      <extracomment>parameters</extracomment>
      <translation>프로그램 내부</translation>
    </message>
    <message>
      <source>Compile models</source>
      <extracomment>parameters</extracomment>
      <translation>모델 컴파일</translation>
    </message>
    <message>
      <source>By OpenVINO, for the processor, where it was measured here that pictures are made sooner. Needs memory for the model’s painter once more.</source>
      <extracomment>parameters</extracomment>
      <translation>이 컴퓨터에서 재어 더 빠르면 프로세서에서 OpenVINO로 그립니다. 모델의 그리는 부분만큼 메모리가 더 듭니다.</translation>
    </message>
    <message>
      <source>Same Again with…</source>
      <extracomment>window</extracomment>
      <translation>바꿔서 다시…</translation>
    </message>
    <message>
      <source>“{name}” gets a new picture in its place. Undo brings back the one that is there.</source>
      <extracomment>window</extracomment>
      <translation>“{name}”이(가) 제자리에서 새 그림을 받습니다. 실행 취소하면 지금 것으로 돌아옵니다.</translation>
    </message>
    <message>
      <source>What shall be painted?</source>
      <extracomment>window</extracomment>
      <translation>무엇을 그릴까요?</translation>
    </message>
    <message>
      <source>What to avoid (optional)</source>
      <extracomment>window</extracomment>
      <translation>피할 것 (선택)</translation>
    </message>
    <message>
      <source>Repaint what the canvas's mask or selection covers now</source>
      <extracomment>window</extracomment>
      <translation>지금 캔버스의 마스크나 선택 영역이 덮은 것을 다시 그리기</translation>
    </message>
    <message>
      <source>Take from Panel</source>
      <extracomment>window</extracomment>
      <translation>패널에서 가져오기</translation>
    </message>
    <message>
      <source>Takes prompt, settings and techniques from the Generate panel</source>
      <extracomment>window</extracomment>
      <translation>생성 패널의 프롬프트, 설정, 기법을 가져옵니다</translation>
    </message>
    <message>
      <source>Make Again</source>
      <extracomment>window</extracomment>
      <translation>다시 만들기</translation>
    </message>
    <message>
      <source>With {on} technique{on_} of its own.</source>
      <extracomment>window</extracomment>
      <translation>자체 기법 {on}개 포함{on_}.</translation>
    </message>
    <message>
      <source>•  and {_MOST_CHANGES} more</source>
      <extracomment>window</extracomment>
      <translation>•  그 밖에 {_MOST_CHANGES}개 더</translation>
    </message>
    <message>
      <source>It is out of date:</source>
      <extracomment>window</extracomment>
      <translation>오래되었습니다:</translation>
    </message>
    <message>
      <source>just now</source>
      <extracomment>window</extracomment>
      <translation>방금</translation>
    </message>
    <message>
      <source>1 day ago</source>
      <extracomment>window</extracomment>
      <translation>1일 전</translation>
    </message>
    <message>
      <source>{count} days ago</source>
      <extracomment>window</extracomment>
      <translation>{count}일 전</translation>
    </message>
    <message>
      <source>1 minute ago</source>
      <extracomment>window</extracomment>
      <translation>1분 전</translation>
    </message>
    <message>
      <source>{count} minutes ago</source>
      <extracomment>window</extracomment>
      <translation>{count}분 전</translation>
    </message>
    <message>
      <source>1 hour ago</source>
      <extracomment>window</extracomment>
      <translation>1시간 전</translation>
    </message>
    <message>
      <source>{count} hours ago</source>
      <extracomment>window</extracomment>
      <translation>{count}시간 전</translation>
    </message>
    <message>
      <source>The picture stays at the {name}</source>
      <extracomment>window</extracomment>
      <translation>그림이 {name}에 머뭅니다</translation>
    </message>
    <message>
      <source>Part of the light</source>
      <extracomment>window</extracomment>
      <translation>빛의 부분</translation>
    </message>
    <message>
      <source>Close the message</source>
      <extracomment>window</extracomment>
      <translation>메시지 닫기</translation>
    </message>
    <message>
      <source>Choice</source>
      <extracomment>window</extracomment>
      <translation>선택</translation>
    </message>
    <message>
      <source>Fit</source>
      <extracomment>window</extracomment>
      <translation>맞추기</translation>
    </message>
    <message>
      <source>All of the picture, or one of its pixels on one of the screen's</source>
      <extracomment>window</extracomment>
      <translation>그림 전체, 또는 그림 픽셀 하나를 화면 픽셀 하나로</translation>
    </message>
    <message>
      <source>Right button held: as it was before</source>
      <extracomment>window</extracomment>
      <translation>오른쪽 버튼을 누르고 있으면: 이전 모습</translation>
    </message>
    <message>
      <source>Preview</source>
      <extracomment>window</extracomment>
      <translation>미리 보기</translation>
    </message>
    <message>
      <source>Click to add a point, drag it, drag it out to remove it</source>
      <extracomment>window</extracomment>
      <translation>누르면 점이 생기고, 끌면 옮겨지고, 밖으로 끌면 없어집니다</translation>
    </message>
    <message>
      <source>What follows {below}</source>
      <extracomment>window</extracomment>
      <translation>{below}을(를) 따르는 것</translation>
    </message>
    <message>
      <source>Brush Editor</source>
      <extracomment>window</extracomment>
      <translation>붓 편집기</translation>
    </message>
    <message>
      <source>A stroke of the brush</source>
      <extracomment>window</extracomment>
      <translation>붓의 한 획</translation>
    </message>
    <message>
      <source>Back to Preset</source>
      <extracomment>window</extracomment>
      <translation>프리셋으로 되돌리기</translation>
    </message>
    <message>
      <source>Undoes what was changed since the brush was chosen</source>
      <extracomment>window</extracomment>
      <translation>붓을 고른 뒤 바꾼 것을 되돌립니다</translation>
    </message>
    <message>
      <source>Save as Preset…</source>
      <extracomment>window</extracomment>
      <translation>프리셋으로 저장…</translation>
    </message>
    <message>
      <source>A brush of your own</source>
      <extracomment>window</extracomment>
      <translation>내가 만든 브러시</translation>
    </message>
    <message>
      <source>What {name} follows</source>
      <extracomment>window</extracomment>
      <translation>{name}이(가) 따르는 것</translation>
    </message>
    <message>
      <source>{shown} (changed)</source>
      <extracomment>window</extracomment>
      <translation>{shown} (바뀜)</translation>
    </message>
    <message>
      <source>{name} follows {sources}</source>
      <extracomment>window</extracomment>
      <translation>{name}: {sources}에 따라 변함</translation>
    </message>
    <message>
      <source>{name} follows nothing yet</source>
      <extracomment>window</extracomment>
      <translation>{name}: 아직 아무것에도 따르지 않음</translation>
    </message>
    <message>
      <source>What it follows</source>
      <extracomment>window</extracomment>
      <translation>무엇을 따르는지</translation>
    </message>
    <message>
      <source>{target} follows</source>
      <extracomment>window</extracomment>
      <translation>{target}이(가) 따르는 것</translation>
    </message>
    <message>
      <source>Brushes</source>
      <extracomment>window</extracomment>
      <translation>붓</translation>
    </message>
    <message>
      <source>Keep the brush in hand under a name</source>
      <extracomment>window</extracomment>
      <translation>손에 든 붓을 이름을 붙여 보관합니다</translation>
    </message>
    <message>
      <source>Edit the brush in hand (F5)</source>
      <extracomment>window</extracomment>
      <translation>손에 든 붓을 고칩니다 (F5)</translation>
    </message>
    <message>
      <source>Import, export and delete brushes</source>
      <extracomment>window</extracomment>
      <translation>붓을 가져오고 내보내고 지웁니다</translation>
    </message>
    <message>
      <source>&amp;Delete “{name}”</source>
      <extracomment>window</extracomment>
      <translation>“{name}” 삭제(&amp;D)</translation>
    </message>
    <message>
      <source>one of your own</source>
      <extracomment>window</extracomment>
      <translation>내가 만든 것</translation>
    </message>
    <message>
      <source>comes with the program</source>
      <extracomment>window</extracomment>
      <translation>프로그램에 들어 있는 것</translation>
    </message>
    <message>
      <source>&amp;Import…</source>
      <extracomment>window</extracomment>
      <translation>가져오기(&amp;I)…</translation>
    </message>
    <message>
      <source>Symmetry: strokes are mirrored and repeated; assistants lead them</source>
      <extracomment>window</extracomment>
      <translation>대칭: 획을 뒤집고 반복합니다. 보조선이 획을 이끕니다</translation>
    </message>
    <message>
      <source>Symmetry and assistants</source>
      <extracomment>window</extracomment>
      <translation>대칭과 보조선</translation>
    </message>
    <message>
      <source>Mirror &amp;Left and Right</source>
      <extracomment>window</extracomment>
      <translation>좌우 대칭(&amp;L)</translation>
    </message>
    <message>
      <source>Mirror &amp;Top and Bottom</source>
      <extracomment>window</extracomment>
      <translation>상하 대칭(&amp;T)</translation>
    </message>
    <message>
      <source>Around the &amp;Centre</source>
      <extracomment>window</extracomment>
      <translation>중심 둘레로(&amp;C)</translation>
    </message>
    <message>
      <source>&amp;Place the Centre…</source>
      <extracomment>window</extracomment>
      <translation>중심 놓기(&amp;P)…</translation>
    </message>
    <message>
      <source>Centre in the &amp;Middle</source>
      <extracomment>window</extracomment>
      <translation>중심을 가운데로(&amp;M)</translation>
    </message>
    <message>
      <source>&amp;Off</source>
      <extracomment>window</extracomment>
      <translation>끄기(&amp;O)</translation>
    </message>
    <message>
      <source>Once</source>
      <extracomment>window</extracomment>
      <translation>한 번</translation>
    </message>
    <message>
      <source>{count} times</source>
      <extracomment>window</extracomment>
      <translation>{count}번</translation>
    </message>
    <message>
      <source>Candidate {row}, {growth}, {prompt}</source>
      <extracomment>window</extracomment>
      <translation>후보 {row}, {growth}, {prompt}</translation>
    </message>
    <message>
      <source>no prompt</source>
      <extracomment>window</extracomment>
      <translation>프롬프트 없음</translation>
    </message>
    <message>
      <source>(no prompt)</source>
      <extracomment>window</extracomment>
      <translation>(프롬프트 없음)</translation>
    </message>
    <message>
      <source>
Seed {seed}</source>
      <extracomment>window</extracomment>
      <translation>
시드 {seed}</translation>
    </message>
    <message>
      <source>Candidates</source>
      <extracomment>window</extracomment>
      <translation>후보</translation>
    </message>
    <message>
      <source>Waiting</source>
      <extracomment>window</extracomment>
      <translation>기다리는 중</translation>
    </message>
    <message>
      <source>Candidates appear here. Click one to see it in place, apply it as a layer, or keep painting: nothing on the canvas is replaced.</source>
      <extracomment>window</extracomment>
      <translation>후보는 여기에 나타납니다. 누르면 제자리에서 볼 수 있고, 레이어로 적용하거나 계속 그릴 수 있습니다. 캔버스의 어떤 것도 바뀌지 않습니다.</translation>
    </message>
    <message>
      <source>Apply as layer</source>
      <extracomment>window</extracomment>
      <translation>레이어로 적용</translation>
    </message>
    <message>
      <source>Makes it a new layer (Enter)</source>
      <extracomment>window</extracomment>
      <translation>새 레이어로 만듭니다 (Enter)</translation>
    </message>
    <message>
      <source>Discard</source>
      <extracomment>window</extracomment>
      <translation>버리기</translation>
    </message>
    <message>
      <source>Removes it from the strip (Delete)</source>
      <extracomment>window</extracomment>
      <translation>줄에서 없앱니다 (Delete)</translation>
    </message>
    <message>
      <source>Use seed</source>
      <extracomment>window</extracomment>
      <translation>시드 쓰기</translation>
    </message>
    <message>
      <source>Fixes its seed for the next run</source>
      <extracomment>window</extracomment>
      <translation>다음 실행에 그 시드를 고정합니다</translation>
    </message>
    <message>
      <source>Hold to compare</source>
      <extracomment>window</extracomment>
      <translation>누르고 비교</translation>
    </message>
    <message>
      <source>Shows the canvas without it while it is held (C)</source>
      <extracomment>window</extracomment>
      <translation>누르고 있는 동안 후보 없이 캔버스를 보입니다 (C)</translation>
    </message>
    <message>
      <source>Stop Comparing</source>
      <extracomment>window</extracomment>
      <translation>비교 그만두기</translation>
    </message>
    <message>
      <source>Compare Others with It</source>
      <extracomment>window</extracomment>
      <translation>다른 후보와 비교</translation>
    </message>
    <message>
      <source>Apply as Layer</source>
      <extracomment>window</extracomment>
      <translation>레이어로 적용</translation>
    </message>
    <message>
      <source>Make Variations</source>
      <extracomment>window</extracomment>
      <translation>변형 만들기</translation>
    </message>
    <message>
      <source>Use Its Seed</source>
      <extracomment>window</extracomment>
      <translation>이 시드 쓰기</translation>
    </message>
    <message>
      <source>Use Its Prompt</source>
      <extracomment>window</extracomment>
      <translation>프롬프트 쓰기</translation>
    </message>
    <message>
      <source>Use Its Recipe</source>
      <extracomment>window</extracomment>
      <translation>레시피 쓰기</translation>
    </message>
    <message>
      <source>Save Picture…</source>
      <extracomment>window</extracomment>
      <translation>그림 저장…</translation>
    </message>
    <message>
      <source>Apply upscale</source>
      <extracomment>window</extracomment>
      <translation>업스케일 적용</translation>
    </message>
    <message>
      <source>Makes the document larger, or the part of it a new layer (Enter)</source>
      <extracomment>window</extracomment>
      <translation>문서를 키우거나 그 부분을 새 레이어로 만듭니다(Enter)</translation>
    </message>
    <message>
      <source>Live picture</source>
      <extracomment>window</extracomment>
      <translation>실시간 그림</translation>
    </message>
    <message>
      <source>The live picture. Drag to move both views; the wheel zooms</source>
      <extracomment>window</extracomment>
      <translation>실시간 그림. 끌면 두 보기가 함께 움직이고 휠은 확대합니다</translation>
    </message>
    <message>
      <source>Context {size}</source>
      <extracomment>window</extracomment>
      <translation>컨텍스트 {size}</translation>
    </message>
    <message>
      <source> · automatic</source>
      <extracomment>window</extracomment>
      <translation> · 자동</translation>
    </message>
    <message>
      <source>Nothing was selected: the canvas got another size. Select again.</source>
      <extracomment>window</extracomment>
      <translation>아무것도 선택되지 않았습니다. 캔버스 크기가 바뀌었습니다. 다시 선택하세요.</translation>
    </message>
    <message>
      <source>Overview of the picture</source>
      <extracomment>window</extracomment>
      <translation>그림의 조감도</translation>
    </message>
    <message>
      <source>Drag to move the view; the wheel zooms</source>
      <extracomment>window</extracomment>
      <translation>끌면 보기가 움직이고, 휠로 확대하거나 축소합니다</translation>
    </message>
    <message>
      <source>Drag a guide out of the ruler. Alt: a guide of the other direction</source>
      <extracomment>window</extracomment>
      <translation>눈금자에서 안내선을 끌어내세요. Alt: 다른 방향의 안내선</translation>
    </message>
    <message>
      <source>Horizontal ruler</source>
      <extracomment>window</extracomment>
      <translation>가로 눈금자</translation>
    </message>
    <message>
      <source>Vertical ruler</source>
      <extracomment>window</extracomment>
      <translation>세로 눈금자</translation>
    </message>
    <message>
      <source>Mask</source>
      <extracomment>window</extracomment>
      <translation>마스크</translation>
    </message>
    <message>
      <source>The line is level already: nothing to straighten.</source>
      <extracomment>window</extracomment>
      <translation>선이 이미 수평입니다. 맞출 것이 없습니다.</translation>
    </message>
    <message>
      <source>Channel</source>
      <extracomment>window</extracomment>
      <translation>채널</translation>
    </message>
    <message>
      <source>Each channel has its own curve; that of all comes after it</source>
      <extracomment>window</extracomment>
      <translation>채널마다 곡선이 있고, 전체 곡선은 그다음에 적용됩니다</translation>
    </message>
    <message>
      <source>Saturation and brightness</source>
      <extracomment>window</extracomment>
      <translation>채도와 밝기</translation>
    </message>
    <message>
      <source>Saturation {saturation} %, brightness {value} %</source>
      <extracomment>window</extracomment>
      <translation>채도 {saturation} %, 밝기 {value} %</translation>
    </message>
    <message>
      <source>{degrees} degrees</source>
      <extracomment>window</extracomment>
      <translation>{degrees}도</translation>
    </message>
    <message>
      <source>The colour, and behind it the second one. Click or X: swap, D: defaults</source>
      <extracomment>window</extracomment>
      <translation>색과 그 뒤의 두 번째 색. 클릭 또는 X: 바꾸기, D: 기본값</translation>
    </message>
    <message>
      <source>{name}, second {name_}</source>
      <extracomment>window</extracomment>
      <translation>{name}, 두 번째 {name_}</translation>
    </message>
    <message>
      <source>Colour code</source>
      <extracomment>window</extracomment>
      <translation>색 코드</translation>
    </message>
    <message>
      <source>The colour as a code: #rrggbb, or a name such as teal</source>
      <extracomment>window</extracomment>
      <translation>코드로 쓴 색: #rrggbb 또는 teal 같은 이름</translation>
    </message>
    <message>
      <source>How colours are chosen: by a wheel, or by a square and a bar</source>
      <extracomment>window</extracomment>
      <translation>색을 고르는 방법: 색상환, 또는 사각형과 막대</translation>
    </message>
    <message>
      <source>How colours are chosen</source>
      <extracomment>window</extracomment>
      <translation>색을 고르는 방법</translation>
    </message>
    <message>
      <source>Colour wheel</source>
      <extracomment>window</extracomment>
      <translation>색상환</translation>
    </message>
    <message>
      <source>The ring: hue. Inside: saturation and brightness. Shift+arrows: hue</source>
      <extracomment>window</extracomment>
      <translation>고리: 색조. 안쪽: 채도와 밝기. Shift+화살표: 색조</translation>
    </message>
    <message>
      <source>Hue {hue} degrees, saturation {saturation} %, brightness {value} %</source>
      <extracomment>window</extracomment>
      <translation>색조 {hue}도, 채도 {saturation} %, 밝기 {value} %</translation>
    </message>
    <message>
      <source>Words that complete what is typed</source>
      <extracomment>window</extracomment>
      <translation>입력을 완성하는 낱말</translation>
    </message>
    <message>
      <source>{note}, used {uses} times</source>
      <extracomment>window</extracomment>
      <translation>{note}, {uses}번 사용됨</translation>
    </message>
    <message>
      <source>learned, from {name}</source>
      <extracomment>window</extracomment>
      <translation>{name}에서 배운 낱말</translation>
    </message>
    <message>
      <source>{name} of the frame</source>
      <extracomment>window</extracomment>
      <translation>틀의 {name}</translation>
    </message>
    <message>
      <source>Ratio</source>
      <extracomment>window</extracomment>
      <translation>비율</translation>
    </message>
    <message>
      <source>Width to height of the frame</source>
      <extracomment>window</extracomment>
      <translation>틀의 너비 대 높이</translation>
    </message>
    <message>
      <source>Exchanges width and height</source>
      <extracomment>window</extracomment>
      <translation>너비와 높이를 바꿉니다</translation>
    </message>
    <message>
      <source>Keep outside</source>
      <extracomment>window</extracomment>
      <translation>바깥 남기기</translation>
    </message>
    <message>
      <source>What lies outside stays in the layers, and can come back</source>
      <extracomment>window</extracomment>
      <translation>바깥에 있는 것은 레이어에 남아 다시 꺼낼 수 있습니다</translation>
    </message>
    <message>
      <source>Crops to the frame (Enter)</source>
      <extracomment>window</extracomment>
      <translation>틀에 맞춰 자릅니다 (Enter)</translation>
    </message>
    <message>
      <source>Begins anew (Esc)</source>
      <extracomment>window</extracomment>
      <translation>처음부터 다시 합니다 (Esc)</translation>
    </message>
    <message>
      <source>Warning: {what}</source>
      <extracomment>window</extracomment>
      <translation>주의: {what}</translation>
    </message>
    <message>
      <source>Size of the sample</source>
      <extracomment>window</extracomment>
      <translation>표본의 크기</translation>
    </message>
    <message>
      <source>One pixel’s colour, or the mean of a square around the pointer</source>
      <extracomment>window</extracomment>
      <translation>픽셀 하나의 색, 또는 포인터 둘레 사각형의 평균</translation>
    </message>
    <message>
      <source>Where colours are taken from</source>
      <extracomment>window</extracomment>
      <translation>색을 어디에서 따는지</translation>
    </message>
    <message>
      <source>From the picture as it is seen, or from the active layer’s own paint</source>
      <extracomment>window</extracomment>
      <translation>보이는 그대로의 그림에서, 또는 활성 레이어의 칠에서만</translation>
    </message>
    <message>
      <source>All that is seen</source>
      <extracomment>window</extracomment>
      <translation>보이는 모든 것</translation>
    </message>
    <message>
      <source>Active layer</source>
      <extracomment>window</extracomment>
      <translation>활성 레이어</translation>
    </message>
    <message>
      <source>One pixel</source>
      <extracomment>window</extracomment>
      <translation>픽셀 하나</translation>
    </message>
    <message>
      <source>Mean of {side}×{side} px</source>
      <extracomment>window</extracomment>
      <translation>{side}×{side} px의 평균</translation>
    </message>
    <message>
      <source>Tolerance</source>
      <extracomment>window</extracomment>
      <translation>허용 오차</translation>
    </message>
    <message>
      <source>Close gaps</source>
      <extracomment>window</extracomment>
      <translation>틈 막기</translation>
    </message>
    <message>
      <source>Contiguous</source>
      <extracomment>window</extracomment>
      <translation>이어진 곳만</translation>
    </message>
    <message>
      <source>Only what is joined; else everything of that colour</source>
      <extracomment>window</extracomment>
      <translation>이어진 곳만 고릅니다. 끄면 그 색인 곳을 모두 고릅니다</translation>
    </message>
    <message>
      <source>Whole picture</source>
      <extracomment>window</extracomment>
      <translation>그림 전체</translation>
    </message>
    <message>
      <source>Looks at all layers as seen; else at the active one</source>
      <extracomment>window</extracomment>
      <translation>보이는 모든 레이어를 봅니다. 끄면 활성 레이어만 봅니다</translation>
    </message>
    <message>
      <source>Form</source>
      <extracomment>window</extracomment>
      <translation>모양</translation>
    </message>
    <message>
      <source>What is drawn</source>
      <extracomment>window</extracomment>
      <translation>그릴 것</translation>
    </message>
    <message>
      <source>Outline</source>
      <extracomment>window</extracomment>
      <translation>외곽선</translation>
    </message>
    <message>
      <source>How different a colour may be and still be filled; 0: the very same</source>
      <extracomment>window</extracomment>
      <translation>얼마나 다른 색까지 채울지. 0: 똑같은 색만</translation>
    </message>
    <message>
      <source>Paint does not leak through gaps in a line up to so wide</source>
      <extracomment>window</extracomment>
      <translation>선에 난 이만한 틈까지는 칠이 새지 않습니다</translation>
    </message>
    <message>
      <source>How far it reaches under the line around it, so that no seam is left</source>
      <extracomment>window</extracomment>
      <translation>이음매가 남지 않도록 둘러싼 선 아래로 얼마나 들어갈지</translation>
    </message>
    <message>
      <source>How wide the outline is; 0 fills</source>
      <extracomment>window</extracomment>
      <translation>외곽선의 너비. 0은 채웁니다</translation>
    </message>
    <message>
      <source>Found</source>
      <extracomment>window</extracomment>
      <translation>찾은 것</translation>
    </message>
    <message>
      <source>What was found</source>
      <extracomment>window</extracomment>
      <translation>찾은 것</translation>
    </message>
    <message>
      <source>Use as mask</source>
      <extracomment>window</extracomment>
      <translation>마스크로 쓰기</translation>
    </message>
    <message>
      <source>Adds a mask layer of it, to be painted on or repainted</source>
      <extracomment>window</extracomment>
      <translation>칠하거나 다시 그릴 수 있게 마스크 레이어로 추가합니다</translation>
    </message>
    <message>
      <source>Use what is shown as a mask</source>
      <extracomment>window</extracomment>
      <translation>보이는 것을 마스크로 쓰기</translation>
    </message>
    <message>
      <source>A click shows where on the canvas it is; another one hides it</source>
      <extracomment>window</extracomment>
      <translation>누르면 캔버스의 어디인지 보여 주고, 다시 누르면 감춥니다</translation>
    </message>
    <message>
      <source>Gallery</source>
      <extracomment>window</extracomment>
      <translation>갤러리</translation>
    </message>
    <message>
      <source>{shown}
{model}, seed {seed}
{when}</source>
      <extracomment>window</extracomment>
      <translation>{shown}
{model}, 시드 {seed}
{when}</translation>
    </message>
    <message>
      <source>Search prompts</source>
      <extracomment>window</extracomment>
      <translation>프롬프트 찾기</translation>
    </message>
    <message>
      <source>Search the gallery</source>
      <extracomment>window</extracomment>
      <translation>갤러리에서 찾기</translation>
    </message>
    <message>
      <source>Shows favourites only</source>
      <extracomment>window</extracomment>
      <translation>즐겨찾기만 보입니다</translation>
    </message>
    <message>
      <source>Shows what was made for this document only</source>
      <extracomment>window</extracomment>
      <translation>이 문서를 위해 만든 것만 보입니다</translation>
    </message>
    <message>
      <source>Every picture that is made is kept here, with its recipe.</source>
      <extracomment>window</extracomment>
      <translation>만든 그림은 모두 레시피와 함께 여기에 보관됩니다.</translation>
    </message>
    <message>
      <source>As Layer</source>
      <extracomment>window</extracomment>
      <translation>레이어로</translation>
    </message>
    <message>
      <source>Puts the picture where it was made, as a new layer (Enter)</source>
      <extracomment>window</extracomment>
      <translation>그림을 만든 자리에 새 레이어로 놓습니다 (Enter)</translation>
    </message>
    <message>
      <source>Use Recipe</source>
      <extracomment>window</extracomment>
      <translation>레시피 쓰기</translation>
    </message>
    <message>
      <source>Sets prompt, seed and settings as they were for it</source>
      <extracomment>window</extracomment>
      <translation>프롬프트, 시드, 설정을 그때대로 맞춥니다</translation>
    </message>
    <message>
      <source>Makes it a favourite, or no longer</source>
      <extracomment>window</extracomment>
      <translation>즐겨찾기로 하거나 뺍니다</translation>
    </message>
    <message>
      <source>Removes it from the gallery (Delete)</source>
      <extracomment>window</extracomment>
      <translation>갤러리에서 없앱니다 (Delete)</translation>
    </message>
    <message>
      <source>Undo</source>
      <extracomment>window</extracomment>
      <translation>실행 취소</translation>
    </message>
    <message>
      <source>Any model</source>
      <extracomment>window</extracomment>
      <translation>모든 모델</translation>
    </message>
    <message>
      <source>Any technique</source>
      <extracomment>window</extracomment>
      <translation>모든 기법</translation>
    </message>
    <message>
      <source>1 picture</source>
      <extracomment>window</extracomment>
      <translation>그림 1장</translation>
    </message>
    <message>
      <source>{len} pictures</source>
      <extracomment>window</extracomment>
      <translation>그림 {len}장</translation>
    </message>
    <message>
      <source>{count} removed</source>
      <extracomment>window</extracomment>
      <translation>{count}개 없앰</translation>
    </message>
    <message>
      <source>Same Again with</source>
      <extracomment>window</extracomment>
      <translation>바꿔서 다시</translation>
    </message>
    <message>
      <source>When</source>
      <extracomment>window</extracomment>
      <translation>때</translation>
    </message>
    <message>
      <source>Technique</source>
      <extracomment>window</extracomment>
      <translation>기법</translation>
    </message>
    <message>
      <source>Open as Layer</source>
      <extracomment>window</extracomment>
      <translation>레이어로 열기</translation>
    </message>
    <message>
      <source>Open as New Document</source>
      <extracomment>window</extracomment>
      <translation>새 문서로 열기</translation>
    </message>
    <message>
      <source>Upscale…</source>
      <extracomment>window</extracomment>
      <translation>확대…</translation>
    </message>
    <message>
      <source>Another Seed</source>
      <extracomment>window</extracomment>
      <translation>다른 시드</translation>
    </message>
    <message>
      <source>The Prompt in the Panel</source>
      <extracomment>window</extracomment>
      <translation>패널의 프롬프트</translation>
    </message>
    <message>
      <source>The Model in the Panel</source>
      <extracomment>window</extracomment>
      <translation>패널의 모델</translation>
    </message>
    <message>
      <source>Remove</source>
      <extracomment>window</extracomment>
      <translation>없애기</translation>
    </message>
    <message>
      <source>No Longer a Favourite</source>
      <extracomment>window</extracomment>
      <translation>즐겨찾기에서 빼기</translation>
    </message>
    <message>
      <source>Favourite</source>
      <extracomment>window</extracomment>
      <translation>즐겨찾기</translation>
    </message>
    <message>
      <source>What shall be painted? For example: a cat on a beach</source>
      <extracomment>window</extracomment>
      <translation>무엇을 그릴까요? 예: a cat on a beach</translation>
    </message>
    <message>
      <source>Automatic strength</source>
      <extracomment>window</extracomment>
      <translation>강도 자동</translation>
    </message>
    <message>
      <source>Lets the strength follow what is done: 70 %, with a mask 100 %</source>
      <extracomment>window</extracomment>
      <translation>하는 일에 따라 강도를 정합니다: 70 %, 마스크가 있으면 100 %</translation>
    </message>
    <message>
      <source>What will happen</source>
      <extracomment>window</extracomment>
      <translation>무슨 일이 일어나는지</translation>
    </message>
    <message>
      <source>Memory that it needs</source>
      <extracomment>window</extracomment>
      <translation>필요한 메모리</translation>
    </message>
    <message>
      <source>Generate</source>
      <extracomment>window</extracomment>
      <translation>생성</translation>
    </message>
    <message>
      <source>Paints over what is on the canvas (Ctrl+Enter)</source>
      <extracomment>window</extracomment>
      <translation>캔버스에 있는 것 위에 그립니다 (Ctrl+Enter)</translation>
    </message>
    <message>
      <source>Models</source>
      <extracomment>window</extracomment>
      <translation>모델</translation>
    </message>
    <message>
      <source>{steps} steps · {currentText}</source>
      <extracomment>window</extracomment>
      <translation>{steps}단계 · {currentText}</translation>
    </message>
    <message>
      <source>grow {grow} · feather {feather}</source>
      <extracomment>window</extracomment>
      <translation>확장 {grow} · 흐림 {feather}</translation>
    </message>
    <message>
      <source>Sampling</source>
      <extracomment>window</extracomment>
      <translation>샘플링</translation>
    </message>
    <message>
      <source>Parts</source>
      <extracomment>window</extracomment>
      <translation>구성 요소</translation>
    </message>
    <message>
      <source>Inpaint</source>
      <extracomment>window</extracomment>
      <translation>인페인트</translation>
    </message>
    <message>
      <source>Style</source>
      <extracomment>window</extracomment>
      <translation>스타일</translation>
    </message>
    <message>
      <source>How much the model may change of what is there. 100 % paints anew</source>
      <extracomment>window</extracomment>
      <translation>모델이 있는 것을 얼마나 바꿀 수 있는지. 100 %는 새로 그립니다</translation>
    </message>
    <message>
      <source>Use It</source>
      <extracomment>window</extracomment>
      <translation>쓰기</translation>
    </message>
    <message>
      <source>“{word}” was taught in “{name}”, which is not in use.</source>
      <extracomment>window</extracomment>
      <translation>“{word}”은(는) “{name}” 파일에서 배운 낱말인데, 그 파일을 쓰고 있지 않습니다.</translation>
    </message>
    <message>
      <source>{id} (not found)</source>
      <extracomment>window</extracomment>
      <translation>{id} (찾지 못함)</translation>
    </message>
    <message>
      <source>Gradients</source>
      <extracomment>window</extracomment>
      <translation>그라디언트</translation>
    </message>
    <message>
      <source>Turns the colours round</source>
      <extracomment>window</extracomment>
      <translation>색의 차례를 거꾸로 합니다</translation>
    </message>
    <message>
      <source>Import, export and delete gradients</source>
      <extracomment>window</extracomment>
      <translation>그라디언트를 가져오고 내보내고 지웁니다</translation>
    </message>
    <message>
      <source>Presets</source>
      <extracomment>window</extracomment>
      <translation>프리셋</translation>
    </message>
    <message>
      <source>Begins with one of the gradients that there are</source>
      <extracomment>window</extracomment>
      <translation>있는 그라디언트 가운데 하나로 시작합니다</translation>
    </message>
    <message>
      <source>Choose and edit the colours of the gradient</source>
      <extracomment>window</extracomment>
      <translation>그라디언트의 색을 고르고 고칩니다</translation>
    </message>
    <message>
      <source>Colours of the gradient</source>
      <extracomment>window</extracomment>
      <translation>그라디언트의 색</translation>
    </message>
    <message>
      <source>Shape of the gradient</source>
      <extracomment>window</extracomment>
      <translation>그라디언트의 모양</translation>
    </message>
    <message>
      <source>In which direction the colours change</source>
      <extracomment>window</extracomment>
      <translation>색이 바뀌는 방향</translation>
    </message>
    <message>
      <source>Beyond the end</source>
      <extracomment>window</extracomment>
      <translation>끝 너머</translation>
    </message>
    <message>
      <source>What lies beyond the end of the line that is drawn</source>
      <extracomment>window</extracomment>
      <translation>그은 선의 끝 너머에 무엇이 오는지</translation>
    </message>
    <message>
      <source>Stops of the gradient</source>
      <extracomment>window</extracomment>
      <translation>그라디언트의 색 정지점</translation>
    </message>
    <message>
      <source>Click to add a stop, drag it, drag it away or press Delete to remove it</source>
      <extracomment>window</extracomment>
      <translation>누르면 정지점이 생기고, 끌면 옮겨지고, 밖으로 끌거나 Delete를 누르면 없어집니다</translation>
    </message>
    <message>
      <source>Stop {number} of {count}, at {percent} %</source>
      <extracomment>window</extracomment>
      <translation>정지점 {count}개 중 {number}번째, {percent} % 자리</translation>
    </message>
    <message>
      <source>Whose colour</source>
      <extracomment>window</extracomment>
      <translation>누구의 색인지</translation>
    </message>
    <message>
      <source>A colour of the stop’s own, or the one in hand when the gradient is drawn</source>
      <extracomment>window</extracomment>
      <translation>정지점 자신의 색, 또는 그라디언트를 그릴 때 손에 든 색</translation>
    </message>
    <message>
      <source>Position</source>
      <extracomment>window</extracomment>
      <translation>위치</translation>
    </message>
    <message>
      <source>Removes the stop (Delete)</source>
      <extracomment>window</extracomment>
      <translation>정지점을 없앱니다 (Delete)</translation>
    </message>
    <message>
      <source>0 % is transparent there</source>
      <extracomment>window</extracomment>
      <translation>0 %이면 그곳이 투명합니다</translation>
    </message>
    <message>
      <source>How far along the gradient the stop lies</source>
      <extracomment>window</extracomment>
      <translation>정지점이 그라디언트의 어디쯤에 있는지</translation>
    </message>
    <message>
      <source>What differs: {where}</source>
      <extracomment>window</extracomment>
      <translation>다른 것: {where}</translation>
    </message>
    <message>
      <source>Values: {where}</source>
      <extracomment>window</extracomment>
      <translation>값: {where}</translation>
    </message>
    <message>
      <source>Add a value</source>
      <extracomment>window</extracomment>
      <translation>값 더하기</translation>
    </message>
    <message>
      <source>Adds a value</source>
      <extracomment>window</extracomment>
      <translation>값을 더합니다</translation>
    </message>
    <message>
      <source>One row only.</source>
      <extracomment>window</extracomment>
      <translation>한 줄뿐입니다.</translation>
    </message>
    <message>
      <source>The word in the prompt first, then those that take its place: “cat, dog, frog”</source>
      <extracomment>window</extracomment>
      <translation>먼저 프롬프트의 낱말, 다음에 그 자리에 올 낱말: “cat, dog, frog”</translation>
    </message>
    <message>
      <source>Nothing</source>
      <extracomment>window</extracomment>
      <translation>없음</translation>
    </message>
    <message>
      <source>Seeds with commas in between, a range, or some at random: “7, 3 random”</source>
      <extracomment>window</extracomment>
      <translation>쉼표로 나눈 시드, 범위, 또는 무작위: “7, 3 random”</translation>
    </message>
    <message>
      <source>Names with commas in between; the button adds one</source>
      <extracomment>window</extracomment>
      <translation>쉼표로 나눈 이름. 단추가 하나를 더합니다</translation>
    </message>
    <message>
      <source>Values with commas in between, or a range: “5 - 25 by 5”, “1 - 9 in 4”</source>
      <extracomment>window</extracomment>
      <translation>쉼표로 나눈 값, 또는 범위: “5 - 25 by 5”, “1 - 9 in 4”</translation>
    </message>
    <message>
      <source>The pictures differ in what is said here, and in nothing else.</source>
      <extracomment>window</extracomment>
      <translation>그림들은 여기 적은 것만 다르고 나머지는 같습니다.</translation>
    </message>
    <message>
      <source>{columns} × {rows}, in all {count}: {duration}.</source>
      <extracomment>window</extracomment>
      <translation>{columns} × {rows}, 모두 {count}장: {duration}.</translation>
    </message>
    <message>
      <source>Parameter Grid</source>
      <extracomment>window</extracomment>
      <translation>매개변수 격자</translation>
    </message>
    <message>
      <source>Columns</source>
      <extracomment>window</extracomment>
      <translation>열</translation>
    </message>
    <message>
      <source>Rows</source>
      <extracomment>window</extracomment>
      <translation>행</translation>
    </message>
    <message>
      <source>How many pictures</source>
      <extracomment>window</extracomment>
      <translation>그림 수</translation>
    </message>
    <message>
      <source>Make Grid</source>
      <extracomment>window</extracomment>
      <translation>격자 만들기</translation>
    </message>
    <message>
      <source>{columns} × {rows}, in all {count}. How long they take is known once the first one is there.</source>
      <extracomment>window</extracomment>
      <translation>{columns} × {rows}, 모두 {count}장. 얼마나 걸리는지는 첫 장이 나오면 알 수 있습니다.</translation>
    </message>
    <message>
      <source>Pictures of the grid</source>
      <extracomment>window</extracomment>
      <translation>격자의 그림들</translation>
    </message>
    <message>
      <source>{done} of {count}</source>
      <extracomment>window</extracomment>
      <translation>{count}장 가운데 {done}장</translation>
    </message>
    <message>
      <source>The chosen picture</source>
      <extracomment>window</extracomment>
      <translation>고른 그림</translation>
    </message>
    <message>
      <source>Click a picture to see it large</source>
      <extracomment>window</extracomment>
      <translation>그림을 누르면 크게 보입니다</translation>
    </message>
    <message>
      <source>Use Settings</source>
      <extracomment>window</extracomment>
      <translation>설정 쓰기</translation>
    </message>
    <message>
      <source>Sets the Generate panel as it was for this picture</source>
      <extracomment>window</extracomment>
      <translation>생성 패널을 이 그림을 만들 때처럼 맞춥니다</translation>
    </message>
    <message>
      <source>Progress of the grid</source>
      <extracomment>window</extracomment>
      <translation>격자의 진행</translation>
    </message>
    <message>
      <source>Cancel</source>
      <extracomment>window</extracomment>
      <translation>취소</translation>
    </message>
    <message>
      <source>Stops all pictures that are not there</source>
      <extracomment>window</extracomment>
      <translation>아직 없는 그림을 모두 멈춥니다</translation>
    </message>
    <message>
      <source>Save as Picture…</source>
      <extracomment>window</extracomment>
      <translation>그림으로 저장…</translation>
    </message>
    <message>
      <source>Saves the grid with its labels as one picture</source>
      <extracomment>window</extracomment>
      <translation>격자를 이름표와 함께 한 그림으로 저장합니다</translation>
    </message>
    <message>
      <source>All {count} are there</source>
      <extracomment>window</extracomment>
      <translation>{count}장이 모두 나왔습니다</translation>
    </message>
    <message>
      <source>Stopped after {done} of {count}</source>
      <extracomment>window</extracomment>
      <translation>{count}장 가운데 {done}장에서 멈췄습니다</translation>
    </message>
    <message>
      <source>{duration} left</source>
      <extracomment>window</extracomment>
      <translation>{duration} 남음</translation>
    </message>
    <message>
      <source>What lies under the mask at first</source>
      <extracomment>window</extracomment>
      <translation>처음에 마스크 아래 놓일 것</translation>
    </message>
    <message>
      <source>Start from</source>
      <extracomment>window</extracomment>
      <translation>시작</translation>
    </message>
    <message>
      <source>Match colours at the seam</source>
      <extracomment>window</extracomment>
      <translation>이음매에서 색 맞추기</translation>
    </message>
    <message>
      <source>Show context</source>
      <extracomment>window</extracomment>
      <translation>문맥 보이기</translation>
    </message>
    <message>
      <source>Draws the part of the canvas that the model sees around the mask.
Drag its edges to show the model more or less.</source>
      <extracomment>window</extracomment>
      <translation>모델이 마스크 둘레에서 보는 캔버스 부분을 그려 줍니다.
가장자리를 끌어 모델에게 더 보이거나 덜 보입니다.</translation>
    </message>
    <message>
      <source>Choose context automatically</source>
      <extracomment>window</extracomment>
      <translation>문맥 자동 선택</translation>
    </message>
    <message>
      <source>Chooses the context from the mask again</source>
      <extracomment>window</extracomment>
      <translation>마스크에서 문맥을 다시 고릅니다</translation>
    </message>
    <message>
      <source>Choose the context automatically</source>
      <extracomment>window</extracomment>
      <translation>문맥을 자동으로 고르기</translation>
    </message>
    <message>
      <source>automatic</source>
      <extracomment>window</extracomment>
      <translation>자동</translation>
    </message>
    <message>
      <source>set by hand</source>
      <extracomment>window</extracomment>
      <translation>직접 정함</translation>
    </message>
    <message>
      <source>Layers, topmost first</source>
      <extracomment>window</extracomment>
      <translation>레이어, 맨 위부터</translation>
    </message>
    <message>
      <source>Clipped</source>
      <extracomment>window</extracomment>
      <translation>클리핑됨</translation>
    </message>
    <message>
      <source>Transparency locked</source>
      <extracomment>window</extracomment>
      <translation>투명도 잠김</translation>
    </message>
    <message>
      <source>Layer mask</source>
      <extracomment>window</extracomment>
      <translation>레이어 마스크</translation>
    </message>
    <message>
      <source>Out of date</source>
      <extracomment>window</extracomment>
      <translation>오래됨</translation>
    </message>
    <message>
      <source>Generated with seed {seed}: {words}</source>
      <extracomment>window</extracomment>
      <translation>시드 {seed}로 생성됨: {words}</translation>
    </message>
    <message>
      <source>Group</source>
      <extracomment>window</extracomment>
      <translation>그룹</translation>
    </message>
    <message>
      <source>Not exported</source>
      <extracomment>window</extracomment>
      <translation>내보내지 않음</translation>
    </message>
    <message>
      <source>Out of date:</source>
      <extracomment>window</extracomment>
      <translation>오래된 까닭:</translation>
    </message>
    <message>
      <source>The arrow makes it again from what is there now.</source>
      <extracomment>window</extracomment>
      <translation>화살표를 누르면 지금 있는 것으로 다시 만듭니다.</translation>
    </message>
    <message>
      <source>The arrow makes it again with another seed.</source>
      <extracomment>window</extracomment>
      <translation>화살표를 누르면 다른 시드로 다시 만듭니다.</translation>
    </message>
    <message>
      <source>, hidden</source>
      <extracomment>window</extracomment>
      <translation>, 숨김</translation>
    </message>
    <message>
      <source>, locked</source>
      <extracomment>window</extracomment>
      <translation>, 잠김</translation>
    </message>
    <message>
      <source>Region without a prompt</source>
      <extracomment>window</extracomment>
      <translation>프롬프트 없는 영역</translation>
    </message>
    <message>
      <source>Passes through</source>
      <extracomment>window</extracomment>
      <translation>통과</translation>
    </message>
    <message>
      <source>Name of the layer</source>
      <extracomment>window</extracomment>
      <translation>레이어 이름</translation>
    </message>
    <message>
      <source>Blend mode</source>
      <extracomment>window</extracomment>
      <translation>혼합 모드</translation>
    </message>
    <message>
      <source>How the layer's colours meet what lies below</source>
      <extracomment>window</extracomment>
      <translation>레이어의 색이 아래 것과 섞이는 방법</translation>
    </message>
    <message>
      <source>Label</source>
      <extracomment>window</extracomment>
      <translation>라벨</translation>
    </message>
    <message>
      <source>Prompt of this region</source>
      <extracomment>window</extracomment>
      <translation>이 영역의 프롬프트</translation>
    </message>
    <message>
      <source>Prompt of the region</source>
      <extracomment>window</extracomment>
      <translation>영역의 프롬프트</translation>
    </message>
    <message>
      <source>a red balloon</source>
      <extracomment>window</extracomment>
      <translation>빨간 풍선</translation>
    </message>
    <message>
      <source>Negative prompt of the region</source>
      <extracomment>window</extracomment>
      <translation>영역의 부정 프롬프트</translation>
    </message>
    <message>
      <source>What to avoid here (optional)</source>
      <extracomment>window</extracomment>
      <translation>여기서 피할 것 (선택)</translation>
    </message>
    <message>
      <source>How much of what lies below shows through</source>
      <extracomment>window</extracomment>
      <translation>아래 것이 얼마나 비치는지</translation>
    </message>
    <message>
      <source>How it takes part</source>
      <extracomment>window</extracomment>
      <translation>참여하는 방법</translation>
    </message>
    <message>
      <source>Prompt of “{name}”</source>
      <extracomment>window</extracomment>
      <translation>“{name}”의 프롬프트</translation>
    </message>
    <message>
      <source>Live painting</source>
      <extracomment>window</extracomment>
      <translation>실시간 그리기</translation>
    </message>
    <message>
      <source>What live painting does</source>
      <extracomment>window</extracomment>
      <translation>실시간 그리기가 하는 일</translation>
    </message>
    <message>
      <source>Length and angle of the line</source>
      <extracomment>window</extracomment>
      <translation>선의 길이와 각도</translation>
    </message>
    <message>
      <source>Straighten</source>
      <extracomment>window</extracomment>
      <translation>수평 맞추기</translation>
    </message>
    <message>
      <source>Turns the picture until the line is level or upright, and crops it (Enter)</source>
      <extracomment>window</extracomment>
      <translation>선이 수평이나 수직이 되도록 그림을 돌리고 잘라냅니다 (Enter)</translation>
    </message>
    <message>
      <source>Takes the line away (Esc)</source>
      <extracomment>window</extracomment>
      <translation>선을 지웁니다 (Esc)</translation>
    </message>
    <message>
      <source>Drag a line in the picture.</source>
      <extracomment>window</extracomment>
      <translation>그림에 선을 그으세요.</translation>
    </message>
    <message>
      <source>Paints with it from now on</source>
      <extracomment>window</extracomment>
      <translation>이제부터 이것으로 그립니다</translation>
    </message>
    <message>
      <source>Show in Folder</source>
      <extracomment>window</extracomment>
      <translation>폴더에서 보기</translation>
    </message>
    <message>
      <source>Remove…</source>
      <extracomment>window</extracomment>
      <translation>없애기…</translation>
    </message>
    <message>
      <source>Convert</source>
      <extracomment>window</extracomment>
      <translation>변환</translation>
    </message>
    <message>
      <source>Reads what tensors are in it, in a process that may do nothing else, and keeps them beside it as a safetensors file</source>
      <extracomment>window</extracomment>
      <translation>다른 일은 할 수 없는 별도의 프로세스에서 그 안의 텐서를 읽어, 옆에 safetensors 파일로 저장합니다</translation>
    </message>
    <message>
      <source>Chooses the picture by which you know it again</source>
      <extracomment>window</extracomment>
      <translation>이 모델을 알아볼 그림을 고릅니다</translation>
    </message>
    <message>
      <source>Family</source>
      <extracomment>window</extracomment>
      <translation>계열</translation>
    </message>
    <message>
      <source>Licence</source>
      <extracomment>window</extracomment>
      <translation>라이선스</translation>
    </message>
    <message>
      <source>Used by</source>
      <extracomment>window</extracomment>
      <translation>쓰는 곳</translation>
    </message>
    <message>
      <source>Place</source>
      <extracomment>window</extracomment>
      <translation>위치</translation>
    </message>
    <message>
      <source>What it is good at, which settings suit it…</source>
      <extracomment>window</extracomment>
      <translation>무엇을 잘하는지, 어떤 설정이 맞는지…</translation>
    </message>
    <message>
      <source>Notes</source>
      <extracomment>window</extracomment>
      <translation>메모</translation>
    </message>
    <message>
      <source>It comes with the program</source>
      <extracomment>window</extracomment>
      <translation>프로그램에 딸려 있습니다</translation>
    </message>
    <message>
      <source>Converting…</source>
      <extracomment>window</extracomment>
      <translation>변환하는 중…</translation>
    </message>
    <message>
      <source>that of the program</source>
      <extracomment>window</extracomment>
      <translation>프로그램의 라이선스</translation>
    </message>
    <message>
      <source>From the Canvas</source>
      <extracomment>window</extracomment>
      <translation>캔버스에서</translation>
    </message>
    <message>
      <source>From a File…</source>
      <extracomment>window</extracomment>
      <translation>파일에서…</translation>
    </message>
    <message>
      <source>Take It Away</source>
      <extracomment>window</extracomment>
      <translation>그림 없애기</translation>
    </message>
    <message>
      <source>Search models</source>
      <extracomment>window</extracomment>
      <translation>모델 찾기</translation>
    </message>
    <message>
      <source>Add Folder…</source>
      <extracomment>window</extracomment>
      <translation>폴더 추가…</translation>
    </message>
    <message>
      <source>Nothing is like that.</source>
      <extracomment>window</extracomment>
      <translation>그런 것은 없습니다.</translation>
    </message>
    <message>
      <source>All kinds</source>
      <extracomment>window</extracomment>
      <translation>모든 종류</translation>
    </message>
    <message>
      <source>All families</source>
      <extracomment>window</extracomment>
      <translation>모든 계열</translation>
    </message>
    <message>
      <source>{number} of {count}</source>
      <extracomment>window</extracomment>
      <translation>{count}개 중 {number}개</translation>
    </message>
    <message>
      <source>{count} found</source>
      <extracomment>window</extracomment>
      <translation>{count}개 찾음</translation>
    </message>
    <message>
      <source>, cannot be used</source>
      <extracomment>window</extracomment>
      <translation>, 쓸 수 없음</translation>
    </message>
    <message>
      <source>Search this list, or paste a model's address or name: owner/model</source>
      <extracomment>window</extracomment>
      <translation>이 목록에서 찾거나 모델의 주소나 이름을 붙여넣으세요: 소유자/모델</translation>
    </message>
    <message>
      <source>Address or name of a model</source>
      <extracomment>window</extracomment>
      <translation>모델의 주소나 이름</translation>
    </message>
    <message>
      <source>Fetch</source>
      <extracomment>window</extracomment>
      <translation>가져오기</translation>
    </message>
    <message>
      <source>Looking at your hardware…</source>
      <extracomment>window</extracomment>
      <translation>하드웨어를 살펴보는 중…</translation>
    </message>
    <message>
      <source>Mirror, token, offline</source>
      <extracomment>window</extracomment>
      <translation>미러, 토큰, 오프라인</translation>
    </message>
    <message>
      <source>Hub: {host}</source>
      <extracomment>window</extracomment>
      <translation>허브: {host}</translation>
    </message>
    <message>
      <source>Your hardware: {hardware}</source>
      <extracomment>window</extracomment>
      <translation>이 컴퓨터: {hardware}</translation>
    </message>
    <message>
      <source>Nothing in this list is called “{words}”. Look for it on {host}, and paste the address of its page here.</source>
      <extracomment>window</extracomment>
      <translation>이 목록에는 “{words}”(이)라는 것이 없습니다. {host}에서 찾아 그 페이지의 주소를 여기에 붙여 넣으세요.</translation>
    </message>
    <message>
      <source>Offline</source>
      <extracomment>window</extracomment>
      <translation>오프라인</translation>
    </message>
    <message>
      <source>{part} of {whole}</source>
      <extracomment>window</extracomment>
      <translation>{whole} 중 {part}</translation>
    </message>
    <message>
      <source>Asking what is needed…</source>
      <extracomment>window</extracomment>
      <translation>무엇이 필요한지 묻는 중…</translation>
    </message>
    <message>
      <source>Progress</source>
      <extracomment>window</extracomment>
      <translation>진행</translation>
    </message>
    <message>
      <source>Pause</source>
      <extracomment>window</extracomment>
      <translation>일시 정지</translation>
    </message>
    <message>
      <source>Give up, and remove what has come</source>
      <extracomment>window</extracomment>
      <translation>그만두고 받은 것을 없앱니다</translation>
    </message>
    <message>
      <source>From now on</source>
      <extracomment>window</extracomment>
      <translation>이제부터</translation>
    </message>
    <message>
      <source>Show</source>
      <extracomment>window</extracomment>
      <translation>보기</translation>
    </message>
    <message>
      <source>Shows it among the models on the disk</source>
      <extracomment>window</extracomment>
      <translation>디스크의 모델 가운데서 보여 줍니다</translation>
    </message>
    <message>
      <source>Token (hf_…)</source>
      <extracomment>window</extracomment>
      <translation>토큰 (hf_…)</translation>
    </message>
    <message>
      <source>Token</source>
      <extracomment>window</extracomment>
      <translation>토큰</translation>
    </message>
    <message>
      <source>Use Token</source>
      <extracomment>window</extracomment>
      <translation>토큰 쓰기</translation>
    </message>
    <message>
      <source>Open Its Page</source>
      <extracomment>window</extracomment>
      <translation>페이지 열기</translation>
    </message>
    <message>
      <source>In the browser: there you agree to its terms</source>
      <extracomment>window</extracomment>
      <translation>브라우저에서 엽니다. 그곳에서 약관에 동의합니다</translation>
    </message>
    <message>
      <source>Fetch This</source>
      <extracomment>window</extracomment>
      <translation>이것 가져오기</translation>
    </message>
    <message>
      <source>Waits for its turn</source>
      <extracomment>window</extracomment>
      <translation>차례를 기다립니다</translation>
    </message>
    <message>
      <source>Paused</source>
      <extracomment>window</extracomment>
      <translation>멈춤</translation>
    </message>
    <message>
      <source>Try again</source>
      <extracomment>window</extracomment>
      <translation>다시 시도</translation>
    </message>
    <message>
      <source>Go on</source>
      <extracomment>window</extracomment>
      <translation>계속</translation>
    </message>
    <message>
      <source>Take it off this list</source>
      <extracomment>window</extracomment>
      <translation>목록에서 뺍니다</translation>
    </message>
    <message>
      <source>Done</source>
      <extracomment>window</extracomment>
      <translation>완료</translation>
    </message>
    <message>
      <source>It is tried again by itself.</source>
      <extracomment>window</extracomment>
      <translation>자동으로 다시 시도합니다.</translation>
    </message>
    <message>
      <source>nothing comes just now</source>
      <extracomment>window</extracomment>
      <translation>지금은 아무것도 오지 않습니다</translation>
    </message>
    <message>
      <source> · what is painted may not be sold</source>
      <extracomment>window</extracomment>
      <translation> · 그린 것을 팔 수 없음</translation>
    </message>
    <message>
      <source>{family} · {size} · {memory} GB of memory · {licence}{sold}</source>
      <extracomment>window</extracomment>
      <translation>{family} · {size} · 메모리 {memory} GB · {licence}{sold}</translation>
    </message>
    <message>
      <source>From {repo}</source>
      <extracomment>window</extracomment>
      <translation>{repo}에서</translation>
    </message>
    <message>
      <source>Fits your hardware</source>
      <extracomment>window</extracomment>
      <translation>이 컴퓨터에 맞습니다</translation>
    </message>
    <message>
      <source>Too large for your memory</source>
      <extracomment>window</extracomment>
      <translation>메모리에 비해 너무 큽니다</translation>
    </message>
    <message>
      <source>Slow without a graphics card</source>
      <extracomment>window</extracomment>
      <translation>그래픽 카드 없이는 느립니다</translation>
    </message>
    <message>
      <source>Recommended for your hardware</source>
      <extracomment>window</extracomment>
      <translation>이 컴퓨터에 권합니다</translation>
    </message>
    <message>
      <source>Recommended too: quicker on your hardware</source>
      <extracomment>window</extracomment>
      <translation>함께 추천: 이 컴퓨터에서 더 빠르게</translation>
    </message>
    <message>
      <source>Runs part by part, more slowly</source>
      <extracomment>window</extracomment>
      <translation>부분별로 실행됨, 더 느림</translation>
    </message>
    <message>
      <source>Hub</source>
      <extracomment>window</extracomment>
      <translation>허브</translation>
    </message>
    <message>
      <source>Address</source>
      <extracomment>window</extracomment>
      <translation>주소</translation>
    </message>
    <message>
      <source>Forget the token</source>
      <extracomment>window</extracomment>
      <translation>토큰 지우기</translation>
    </message>
    <message>
      <source>Offline: nothing is ever fetched</source>
      <extracomment>window</extracomment>
      <translation>오프라인: 아무것도 내려받지 않음</translation>
    </message>
    <message>
      <source>A mirror is an address that speaks as the hub does. A token opens models whose terms you have agreed to; your system's keyring keeps it.</source>
      <extracomment>window</extracomment>
      <translation>미러는 허브와 같은 방식으로 응답하는 주소입니다. 토큰은 약관에 동의한 모델을 열며, 시스템의 키링에 보관됩니다.</translation>
    </message>
    <message>
      <source>A token is kept</source>
      <extracomment>window</extracomment>
      <translation>토큰이 보관되어 있음</translation>
    </message>
    <message>
      <source>Models – Underpaint</source>
      <extracomment>window</extracomment>
      <translation>모델 – Underpaint</translation>
    </message>
    <message>
      <source>On This Computer</source>
      <extracomment>window</extracomment>
      <translation>이 컴퓨터</translation>
    </message>
    <message>
      <source>Pages</source>
      <extracomment>window</extracomment>
      <translation>쪽</translation>
    </message>
    <message>
      <source>Models on the disk</source>
      <extracomment>window</extracomment>
      <translation>디스크의 모델</translation>
    </message>
    <message>
      <source>Colours of the palette</source>
      <extracomment>window</extracomment>
      <translation>팔레트의 색</translation>
    </message>
    <message>
      <source>Palette</source>
      <extracomment>window</extracomment>
      <translation>팔레트</translation>
    </message>
    <message>
      <source>Adds the colour in hand to the palette</source>
      <extracomment>window</extracomment>
      <translation>손에 든 색을 팔레트에 더합니다</translation>
    </message>
    <message>
      <source>New palettes, GIMP's palettes in and out</source>
      <extracomment>window</extracomment>
      <translation>새 팔레트, GIMP 팔레트 가져오기와 내보내기</translation>
    </message>
    <message>
      <source>No colours yet. + adds the one in hand.</source>
      <extracomment>window</extracomment>
      <translation>아직 색이 없습니다. +를 누르면 지금 색이 들어갑니다.</translation>
    </message>
    <message>
      <source>Remove from Palette</source>
      <extracomment>window</extracomment>
      <translation>팔레트에서 없애기</translation>
    </message>
    <message>
      <source>Begins</source>
      <extracomment>window</extracomment>
      <translation>시작</translation>
    </message>
    <message>
      <source>In pure noise</source>
      <extracomment>window</extracomment>
      <translation>순수한 노이즈에서</translation>
    </message>
    <message>
      <source>With a trace of a picture</source>
      <extracomment>window</extracomment>
      <translation>그림의 흔적이 있는 채로</translation>
    </message>
    <message>
      <source>Own shift</source>
      <extracomment>window</extracomment>
      <translation>시프트 직접 지정</translation>
    </message>
    <message>
      <source>refiner</source>
      <extracomment>window</extracomment>
      <translation>리파이너</translation>
    </message>
    <message>
      <source>noise</source>
      <extracomment>window</extracomment>
      <translation>노이즈</translation>
    </message>
    <message>
      <source>{count} set</source>
      <extracomment>window</extracomment>
      <translation>{count}개 설정됨</translation>
    </message>
    <message>
      <source>{minutes} h {minutes_} min left</source>
      <extracomment>window</extracomment>
      <translation>{minutes}시간 {minutes_}분 남음</translation>
    </message>
    <message>
      <source>about {hours} h {minutes} min</source>
      <extracomment>window</extracomment>
      <translation>약 {hours}시간 {minutes}분</translation>
    </message>
    <message>
      <source>almost done</source>
      <extracomment>window</extracomment>
      <translation>거의 끝남</translation>
    </message>
    <message>
      <source>{round} s left</source>
      <extracomment>window</extracomment>
      <translation>{round}초 남음</translation>
    </message>
    <message>
      <source>{minutes} min left</source>
      <extracomment>window</extracomment>
      <translation>{minutes}분 남음</translation>
    </message>
    <message>
      <source>a second or two</source>
      <extracomment>window</extracomment>
      <translation>한두 초</translation>
    </message>
    <message>
      <source>about {seconds} s</source>
      <extracomment>window</extracomment>
      <translation>약 {seconds}초</translation>
    </message>
    <message>
      <source>about {minutes} min</source>
      <extracomment>window</extracomment>
      <translation>약 {minutes}분</translation>
    </message>
    <message>
      <source>Progress of the running job</source>
      <extracomment>window</extracomment>
      <translation>실행 중인 작업의 진행</translation>
    </message>
    <message>
      <source>Cancel the running job</source>
      <extracomment>window</extracomment>
      <translation>실행 중인 작업 취소</translation>
    </message>
    <message>
      <source>Cancel the running job (Esc)</source>
      <extracomment>window</extracomment>
      <translation>실행 중인 작업 취소(Esc)</translation>
    </message>
    <message>
      <source>Starting…</source>
      <extracomment>window</extracomment>
      <translation>시작하는 중…</translation>
    </message>
    <message>
      <source>Step {step} of {steps}{left}</source>
      <extracomment>window</extracomment>
      <translation>{steps}단계 중 {step}단계{left}</translation>
    </message>
    <message>
      <source>Stopping…</source>
      <extracomment>window</extracomment>
      <translation>멈추는 중…</translation>
    </message>
    <message>
      <source>Ctrl+Up and Ctrl+Down change what a word weighs</source>
      <extracomment>window</extracomment>
      <translation>Ctrl+위, Ctrl+아래로 낱말의 무게를 바꿉니다</translation>
    </message>
    <message>
      <source>Alt+Up and Alt+Down bring earlier ones</source>
      <extracomment>window</extracomment>
      <translation>Alt+위·아래 화살표: 이전 프롬프트</translation>
    </message>
    <message>
      <source>Words of the prompt</source>
      <extracomment>window</extracomment>
      <translation>프롬프트의 낱말</translation>
    </message>
    <message>
      <source>What the prompt's words weigh. A click selects a word; Ctrl+Up and Ctrl+Down make it count more or less</source>
      <extracomment>window</extracomment>
      <translation>프롬프트 낱말의 가중치입니다. 누르면 낱말이 선택되고, Ctrl+위와 Ctrl+아래로 무게를 바꿉니다</translation>
    </message>
    <message>
      <source>Goes on after step {step}</source>
      <extracomment>window</extracomment>
      <translation>{step}단계 뒤부터 계속</translation>
    </message>
    <message>
      <source>Paused after step {step}</source>
      <extracomment>window</extracomment>
      <translation>{step}단계 뒤에 일시 정지됨</translation>
    </message>
    <message>
      <source>Set aside</source>
      <extracomment>window</extracomment>
      <translation>미뤄 둠</translation>
    </message>
    <message>
      <source>Queue, the running job first</source>
      <extracomment>window</extracomment>
      <translation>대기열, 실행 중인 작업이 맨 앞</translation>
    </message>
    <message>
      <source>Nothing is running or waiting.</source>
      <extracomment>window</extracomment>
      <translation>실행 중이거나 기다리는 것이 없습니다.</translation>
    </message>
    <message>
      <source>Pause queue</source>
      <extracomment>window</extracomment>
      <translation>대기열 멈춤</translation>
    </message>
    <message>
      <source>Lets the running job finish and begins no other</source>
      <extracomment>window</extracomment>
      <translation>실행 중인 작업은 마치고 다른 작업은 시작하지 않습니다</translation>
    </message>
    <message>
      <source>Pause job</source>
      <extracomment>window</extracomment>
      <translation>작업 멈춤</translation>
    </message>
    <message>
      <source>Earlier</source>
      <extracomment>window</extracomment>
      <translation>더 일찍</translation>
    </message>
    <message>
      <source>Later</source>
      <extracomment>window</extracomment>
      <translation>더 늦게</translation>
    </message>
    <message>
      <source>Cancel job</source>
      <extracomment>window</extracomment>
      <translation>작업 취소</translation>
    </message>
    <message>
      <source>Cancel all</source>
      <extracomment>window</extracomment>
      <translation>모두 취소</translation>
    </message>
    <message>
      <source>Running</source>
      <extracomment>window</extracomment>
      <translation>실행 중</translation>
    </message>
    <message>
      <source>Resume queue</source>
      <extracomment>window</extracomment>
      <translation>대기열 다시 시작</translation>
    </message>
    <message>
      <source>Paused. Nothing waits.</source>
      <extracomment>window</extracomment>
      <translation>멈춤. 기다리는 것이 없습니다.</translation>
    </message>
    <message>
      <source>Goes on with the job where it was paused</source>
      <extracomment>window</extracomment>
      <translation>멈춘 작업을 그 자리에서 이어 갑니다</translation>
    </message>
    <message>
      <source>Pauses the job after its step; others go on meanwhile</source>
      <extracomment>window</extracomment>
      <translation>작업을 그 단계 뒤에 멈춥니다. 그동안 다른 작업은 계속됩니다</translation>
    </message>
    <message>
      <source>Colours painted with last</source>
      <extracomment>window</extracomment>
      <translation>최근에 칠한 색</translation>
    </message>
    <message>
      <source>Colours you paint with appear here</source>
      <extracomment>window</extracomment>
      <translation>그리는 데 쓴 색이 여기에 나옵니다</translation>
    </message>
    <message>
      <source>Recover Unsaved Pictures</source>
      <extracomment>window</extracomment>
      <translation>저장하지 않은 그림 복구</translation>
    </message>
    <message>
      <source>This picture was</source>
      <extracomment>window</extracomment>
      <translation>이 그림은</translation>
    </message>
    <message>
      <source>These pictures were</source>
      <extracomment>window</extracomment>
      <translation>이 그림들은</translation>
    </message>
    <message>
      <source>{what} not saved when Underpaint last ended.</source>
      <extracomment>window</extracomment>
      <translation>Underpaint가 마지막으로 끝날 때 {what} 저장되지 않았습니다.</translation>
    </message>
    <message>
      <source>Recover</source>
      <extracomment>window</extracomment>
      <translation>복구</translation>
    </message>
    <message>
      <source>Keep for Later</source>
      <extracomment>window</extracomment>
      <translation>나중을 위해 보관</translation>
    </message>
    <message>
      <source>Discard…</source>
      <extracomment>window</extracomment>
      <translation>버리기…</translation>
    </message>
    <message>
      <source>Opens it as unsaved changes; its file stays as it is until saved</source>
      <extracomment>window</extracomment>
      <translation>저장하지 않은 변경으로 엽니다. 파일은 저장할 때까지 그대로입니다</translation>
    </message>
    <message>
      <source>Leaves it as it is; it is offered again at the next start</source>
      <extracomment>window</extracomment>
      <translation>그대로 둡니다. 다음에 시작할 때 다시 물어봅니다</translation>
    </message>
    <message>
      <source>Deletes what was kept of it</source>
      <extracomment>window</extracomment>
      <translation>보관해 둔 것을 지웁니다</translation>
    </message>
    <message>
      <source>Kept on {moment}</source>
      <extracomment>window</extracomment>
      <translation>{moment}에 보관됨</translation>
    </message>
    <message>
      <source>Autosaved {ago}</source>
      <extracomment>window</extracomment>
      <translation>{ago} 자동 저장됨</translation>
    </message>
    <message>
      <source>Picture of {title}</source>
      <extracomment>window</extracomment>
      <translation>{title}의 그림</translation>
    </message>
    <message>
      <source>Keep</source>
      <extracomment>window</extracomment>
      <translation>남겨 두기</translation>
    </message>
    <message>
      <source>No picture</source>
      <extracomment>window</extracomment>
      <translation>그림 없음</translation>
    </message>
    <message>
      <source>Add…</source>
      <extracomment>window</extracomment>
      <translation>추가…</translation>
    </message>
    <message>
      <source>Pins pictures beside the canvas; drop or paste them too</source>
      <extracomment>window</extracomment>
      <translation>캔버스 옆에 그림을 붙여 둡니다. 끌어 놓거나 붙여넣어도 됩니다</translation>
    </message>
    <message>
      <source>Locks the chosen reference where it is</source>
      <extracomment>window</extracomment>
      <translation>고른 참고 그림을 그 자리에 잠급니다</translation>
    </message>
    <message>
      <source>Puts the chosen reference above the others</source>
      <extracomment>window</extracomment>
      <translation>고른 참고 그림을 다른 것 위에 놓습니다</translation>
    </message>
    <message>
      <source>Takes the turn of the chosen reference back</source>
      <extracomment>window</extracomment>
      <translation>고른 참고 그림의 회전을 되돌립니다</translation>
    </message>
    <message>
      <source>Takes the chosen reference away (Delete)</source>
      <extracomment>window</extracomment>
      <translation>고른 참고 그림을 없앱니다 (Delete)</translation>
    </message>
    <message>
      <source>How much of the chosen reference is seen</source>
      <extracomment>window</extracomment>
      <translation>고른 참고 그림이 얼마나 보이는지</translation>
    </message>
    <message>
      <source>{title} settings</source>
      <extracomment>window</extracomment>
      <translation>{title} 설정</translation>
    </message>
    <message>
      <source>The same seed with the same settings gives the same picture</source>
      <extracomment>window</extracomment>
      <translation>같은 시드와 같은 설정은 같은 그림을 만듭니다</translation>
    </message>
    <message>
      <source>New random seed for each run</source>
      <extracomment>window</extracomment>
      <translation>실행할 때마다 새 무작위 시드</translation>
    </message>
    <message>
      <source>A new random seed for each run</source>
      <extracomment>window</extracomment>
      <translation>실행할 때마다 새 무작위 시드를 씁니다</translation>
    </message>
    <message>
      <source>random</source>
      <extracomment>window</extracomment>
      <translation>무작위</translation>
    </message>
    <message>
      <source>Smooth edge</source>
      <extracomment>window</extracomment>
      <translation>부드러운 가장자리</translation>
    </message>
    <message>
      <source>Pixels that are mixed at an edge are selected in part</source>
      <extracomment>window</extracomment>
      <translation>가장자리에서 섞인 픽셀은 부분적으로 선택됩니다</translation>
    </message>
    <message>
      <source>How different a colour may be and still be selected; 0: the very same</source>
      <extracomment>window</extracomment>
      <translation>얼마나 다른 색까지 선택할지. 0: 똑같은 색만</translation>
    </message>
    <message>
      <source>Size of new pictures</source>
      <extracomment>window</extracomment>
      <translation>새 그림의 크기</translation>
    </message>
    <message>
      <source>The size of pictures made from the prompt alone.
They are scaled to fill the canvas. What is painted over keeps its own size.</source>
      <extracomment>window</extracomment>
      <translation>프롬프트만으로 만드는 그림의 크기입니다.
캔버스를 채우도록 맞춰집니다. 덧그리는 것은 자기 크기를 지킵니다.</translation>
    </message>
    <message>
      <source>Own size…</source>
      <extracomment>window</extracomment>
      <translation>직접 정한 크기…</translation>
    </message>
    <message>
      <source>Own size</source>
      <extracomment>window</extracomment>
      <translation>직접 정한 크기</translation>
    </message>
    <message>
      <source>and paper</source>
      <extracomment>window</extracomment>
      <translation>배경도 선택</translation>
    </message>
    <message>
      <source>Clipboard</source>
      <extracomment>window</extracomment>
      <translation>클립보드</translation>
    </message>
    <message>
      <source>its picture</source>
      <extracomment>window</extracomment>
      <translation>복사한 그림</translation>
    </message>
    <message>
      <source>Pictures that you open or save are found here. A file that is dropped here opens.</source>
      <extracomment>window</extracomment>
      <translation>열거나 저장한 그림이 여기에 나옵니다. 파일을 여기에 끌어다 놓으면 열립니다.</translation>
    </message>
    <message>
      <source>Open…</source>
      <extracomment>window</extracomment>
      <translation>열기…</translation>
    </message>
    <message>
      <source>Recover Unsaved…</source>
      <extracomment>window</extracomment>
      <translation>저장하지 않은 그림 복구…</translation>
    </message>
    <message>
      <source>Take the Tour</source>
      <extracomment>window</extracomment>
      <translation>둘러보기</translation>
    </message>
    <message>
      <source>Shows in ten steps how to paint with a model</source>
      <extracomment>window</extracomment>
      <translation>모델로 그리는 법을 열 단계로 보여 줍니다</translation>
    </message>
    <message>
      <source>Models…</source>
      <extracomment>window</extracomment>
      <translation>모델…</translation>
    </message>
    <message>
      <source>Show this page at the start</source>
      <extracomment>window</extracomment>
      <translation>시작할 때 이 페이지 보기</translation>
    </message>
    <message>
      <source>to your picture</source>
      <extracomment>window</extracomment>
      <translation>그리던 그림</translation>
    </message>
    <message>
      <source>Recover Unsaved ({count})…</source>
      <extracomment>window</extracomment>
      <translation>저장하지 않은 그림 복구({count})…</translation>
    </message>
    <message>
      <source>New canvas</source>
      <extracomment>window</extracomment>
      <translation>새 캔버스</translation>
    </message>
    <message>
      <source>Recent</source>
      <extracomment>window</extracomment>
      <translation>최근 파일</translation>
    </message>
    <message>
      <source>This canvas</source>
      <extracomment>window</extracomment>
      <translation>이 캔버스</translation>
    </message>
    <message>
      <source>Back</source>
      <extracomment>window</extracomment>
      <translation>뒤로</translation>
    </message>
    <message>
      <source>gone</source>
      <extracomment>window</extracomment>
      <translation>없어짐</translation>
    </message>
    <message>
      <source>Get Models…</source>
      <extracomment>window</extracomment>
      <translation>모델 받기…</translation>
    </message>
    <message>
      <source>The picture that is being made</source>
      <extracomment>window</extracomment>
      <translation>만들고 있는 그림</translation>
    </message>
    <message>
      <source>Paint on it, or change words, guidance, strength, techniques or mask; then go on.</source>
      <extracomment>window</extracomment>
      <translation>그 위에 칠하거나 단어, 가이던스, 강도, 기법, 마스크를 바꾼 뒤 계속하세요.</translation>
    </message>
    <message>
      <source>Paint on it</source>
      <extracomment>window</extracomment>
      <translation>위에 그리기</translation>
    </message>
    <message>
      <source>Branch</source>
      <extracomment>window</extracomment>
      <translation>갈래 만들기</translation>
    </message>
    <message>
      <source>How many branches</source>
      <extracomment>window</extracomment>
      <translation>갈래 수</translation>
    </message>
    <message>
      <source>Stops after the step that is being made, so that you can steer it</source>
      <extracomment>window</extracomment>
      <translation>지금 단계가 끝나면 멈추어 방향을 바꿀 수 있게 합니다</translation>
    </message>
    <message>
      <source>Paints over the picture so far, on a layer of its own. The later it was paused, the more of your paint stays as it is</source>
      <extracomment>window</extracomment>
      <translation>지금까지의 그림 위에, 따로 둔 레이어에 그립니다. 늦게 멈출수록 그린 것이 그대로 남습니다</translation>
    </message>
    <message>
      <source>Makes so many pictures that share what there is, and differ in the rest</source>
      <extracomment>window</extracomment>
      <translation>지금까지를 함께하고 나머지가 다른 그림을 이만큼 만듭니다</translation>
    </message>
    <message>
      <source>Goes on from here with what you changed</source>
      <extracomment>window</extracomment>
      <translation>바꾼 것을 반영하여 여기서부터 계속합니다</translation>
    </message>
    <message>
      <source>Gives this picture up</source>
      <extracomment>window</extracomment>
      <translation>이 그림을 그만둡니다</translation>
    </message>
    <message>
      <source>It is being made larger, and goes on where it is.</source>
      <extracomment>window</extracomment>
      <translation>크게 만드는 중이며, 멈춘 자리에서 이어집니다.</translation>
    </message>
    <message>
      <source>Style: {_name}</source>
      <extracomment>window</extracomment>
      <translation>스타일: {_name}</translation>
    </message>
    <message>
      <source>
Around the prompt: {frame}</source>
      <extracomment>window</extracomment>
      <translation>
프롬프트 앞뒤: {frame}</translation>
    </message>
    <message>
      <source>
To avoid: {negative_frame}</source>
      <extracomment>window</extracomment>
      <translation>
피할 것: {negative_frame}</translation>
    </message>
    <message>
      <source>A model with the settings and words that suit it{frame}{avoid}</source>
      <extracomment>window</extracomment>
      <translation>모델과 그에 맞는 설정과 낱말{frame}{avoid}</translation>
    </message>
    <message>
      <source>&amp;Delete</source>
      <extracomment>window</extracomment>
      <translation>삭제(&amp;D)</translation>
    </message>
    <message>
      <source>&amp;For Other Models</source>
      <extracomment>window</extracomment>
      <translation>다른 모델용(&amp;F)</translation>
    </message>
    <message>
      <source>&amp;Save as Style…</source>
      <extracomment>window</extracomment>
      <translation>스타일로 저장(&amp;S)…</translation>
    </message>
    <message>
      <source>Save as Style</source>
      <extracomment>window</extracomment>
      <translation>스타일로 저장</translation>
    </message>
    <message>
      <source>Around the prompt</source>
      <extracomment>window</extracomment>
      <translation>프롬프트 둘레</translation>
    </message>
    <message>
      <source>Around what to avoid</source>
      <extracomment>window</extracomment>
      <translation>피할 것 둘레</translation>
    </message>
    <message>
      <source>{PROMPT} is where your own words go.</source>
      <extracomment>window</extracomment>
      <translation>{PROMPT} 자리에 직접 쓴 말이 들어갑니다.</translation>
    </message>
    <message>
      <source>To avoid</source>
      <extracomment>window</extracomment>
      <translation>피할 것</translation>
    </message>
    <message>
      <source>Add technique</source>
      <extracomment>window</extracomment>
      <translation>기법 추가</translation>
    </message>
    <message>
      <source>Techniques</source>
      <extracomment>window</extracomment>
      <translation>기법</translation>
    </message>
    <message>
      <source>changes the model</source>
      <extracomment>window</extracomment>
      <translation>모델이 바뀝니다</translation>
    </message>
    <message>
      <source>Paints with “{model}”, which is made for it.</source>
      <extracomment>window</extracomment>
      <translation>이 기법을 위해 만든 “{model}”(으)로 그립니다.</translation>
    </message>
    <message>
      <source>other model</source>
      <extracomment>window</extracomment>
      <translation>다른 모델</translation>
    </message>
    <message>
      <source>not with {other}</source>
      <extracomment>window</extracomment>
      <translation>{other}와(과) 함께 쓸 수 없음</translation>
    </message>
    <message>
      <source>It cannot be combined with {other}: {why}</source>
      <extracomment>window</extracomment>
      <translation>{other}와(과) 함께 쓸 수 없습니다: {why}</translation>
    </message>
    <message>
      <source>{title} needs a model made for it, and “{title_}” is not one.</source>
      <extracomment>window</extracomment>
      <translation>{title}에는 그것을 위해 만든 모델이 필요한데 “{title_}”은(는) 그렇지 않습니다.</translation>
    </message>
    <message>
      <source>already there</source>
      <extracomment>window</extracomment>
      <translation>이미 있음</translation>
    </message>
    <message>
      <source>Use {title}</source>
      <extracomment>window</extracomment>
      <translation>{title} 쓰기</translation>
    </message>
    <message>
      <source>On or off; what is set stays either way</source>
      <extracomment>window</extracomment>
      <translation>켜기와 끄기. 설정한 것은 어느 쪽이든 남습니다</translation>
    </message>
    <message>
      <source>Move or reset</source>
      <extracomment>window</extracomment>
      <translation>옮기거나 초기화</translation>
    </message>
    <message>
      <source>Removes the technique</source>
      <extracomment>window</extracomment>
      <translation>기법을 없앱니다</translation>
    </message>
    <message>
      <source>Move &amp;Down</source>
      <extracomment>window</extracomment>
      <translation>아래로 옮기기(&amp;D)</translation>
    </message>
    <message>
      <source>&amp;Reset</source>
      <extracomment>window</extracomment>
      <translation>초기화(&amp;R)</translation>
    </message>
    <message>
      <source>More for {title}</source>
      <extracomment>window</extracomment>
      <translation>{title} 더 보기</translation>
    </message>
    <message>
      <source>Remove {title}</source>
      <extracomment>window</extracomment>
      <translation>{title} 없애기</translation>
    </message>
    <message>
      <source>My &amp;Corrections</source>
      <extracomment>window</extracomment>
      <translation>내 수정 목록(&amp;C)</translation>
    </message>
    <message>
      <source>&amp;Add All</source>
      <extracomment>window</extracomment>
      <translation>모두 추가(&amp;A)</translation>
    </message>
    <message>
      <source>&amp;Keep These</source>
      <extracomment>window</extracomment>
      <translation>이 수정 보관(&amp;K)</translation>
    </message>
    <message>
      <source>&amp;Forget</source>
      <extracomment>window</extracomment>
      <translation>목록에서 빼기(&amp;F)</translation>
    </message>
    <message>
      <source>The corrections are kept. Every picture can use them.</source>
      <extracomment>window</extracomment>
      <translation>수정을 보관했습니다. 모든 그림에서 쓸 수 있습니다.</translation>
    </message>
    <message>
      <source>Exported {name}.</source>
      <extracomment>window</extracomment>
      <translation>{name}을(를) 내보냈습니다.</translation>
    </message>
    <message>
      <source>“{title}” is forgotten. Pictures that use it keep it.</source>
      <extracomment>window</extracomment>
      <translation>“{title}”을(를) 목록에서 뺐습니다. 이미 사용하는 그림에는 남아 있습니다.</translation>
    </message>
    <message>
      <source>Import Corrections</source>
      <extracomment>window</extracomment>
      <translation>수정 가져오기</translation>
    </message>
    <message>
      <source>Export Corrections</source>
      <extracomment>window</extracomment>
      <translation>수정 내보내기</translation>
    </message>
    <message>
      <source>No corrections are kept yet</source>
      <extracomment>window</extracomment>
      <translation>보관된 수정이 아직 없습니다</translation>
    </message>
    <message>
      <source>One in each line</source>
      <extracomment>window</extracomment>
      <translation>한 줄에 하나씩</translation>
    </message>
    <message>
      <source>Auto</source>
      <extracomment>window</extracomment>
      <translation>자동</translation>
    </message>
    <message>
      <source>{title} automatic</source>
      <extracomment>window</extracomment>
      <translation>{title} 자동</translation>
    </message>
    <message>
      <source>The program chooses</source>
      <extracomment>window</extracomment>
      <translation>프로그램이 고릅니다</translation>
    </message>
    <message>
      <source>Choose {tr}</source>
      <extracomment>window</extracomment>
      <translation>{tr} 고르기</translation>
    </message>
    <message>
      <source>Choose {title}</source>
      <extracomment>window</extracomment>
      <translation>{title} 고르기</translation>
    </message>
    <message>
      <source>No folder chosen</source>
      <extracomment>window</extracomment>
      <translation>고른 폴더 없음</translation>
    </message>
    <message>
      <source>No file chosen</source>
      <extracomment>window</extracomment>
      <translation>고른 파일 없음</translation>
    </message>
    <message>
      <source>Chooses a folder</source>
      <extracomment>window</extracomment>
      <translation>폴더를 고릅니다</translation>
    </message>
    <message>
      <source>Chooses a file</source>
      <extracomment>window</extracomment>
      <translation>파일을 고릅니다</translation>
    </message>
    <message>
      <source>Add {what}</source>
      <extracomment>window</extracomment>
      <translation>{what} 추가</translation>
    </message>
    <message>
      <source>Removes {shown}</source>
      <extracomment>window</extracomment>
      <translation>{shown}을(를) 없앱니다</translation>
    </message>
    <message>
      <source>Remove {title} {shown}</source>
      <extracomment>window</extracomment>
      <translation>{title} {shown} 빼기</translation>
    </message>
    <message>
      <source>Techniques steer how the picture is made: they keep to a sketch, push a concept, or change one thing for another.

Add one, or several: they work together.</source>
      <extracomment>window</extracomment>
      <translation>기법은 그림이 만들어지는 방식을 조종합니다. 스케치를 지키거나, 개념을 밀거나, 한 가지를 다른 것으로 바꿉니다.

하나 또는 여럿을 추가하세요. 함께 작동합니다.</translation>
    </message>
    <message>
      <source>{technique} paints with “{model}” from now on; undo brings the other back.</source>
      <extracomment>window</extracomment>
      <translation>이제부터 {technique}은(는) “{model}”(으)로 그립니다. 실행 취소하면 이전 모델로 돌아갑니다.</translation>
    </message>
    <message>
      <source>{name} (layer)</source>
      <extracomment>window</extracomment>
      <translation>{name}(레이어)</translation>
    </message>
    <message>
      <source>Picture for {tr}</source>
      <extracomment>window</extracomment>
      <translation>{tr}에 쓸 그림</translation>
    </message>
    <message>
      <source>{name} (sketch)</source>
      <extracomment>window</extracomment>
      <translation>{name}(스케치)</translation>
    </message>
    <message>
      <source>{name} (mask)</source>
      <extracomment>window</extracomment>
      <translation>{name}(마스크)</translation>
    </message>
    <message>
      <source>{name} (region)</source>
      <extracomment>window</extracomment>
      <translation>{name}(영역)</translation>
    </message>
    <message>
      <source>A layer that is gone</source>
      <extracomment>window</extracomment>
      <translation>없어진 레이어</translation>
    </message>
    <message>
      <source>The recipe's picture</source>
      <extracomment>window</extracomment>
      <translation>레시피의 그림</translation>
    </message>
    <message>
      <source>{name} (reference)</source>
      <extracomment>window</extracomment>
      <translation>{name}(참고 그림)</translation>
    </message>
    <message>
      <source>From a file…</source>
      <extracomment>window</extracomment>
      <translation>파일에서…</translation>
    </message>
    <message>
      <source>Draw one on a new sketch</source>
      <extracomment>window</extracomment>
      <translation>새 스케치에 직접 그리기</translation>
    </message>
    <message>
      <source>Make one of the picture</source>
      <extracomment>window</extracomment>
      <translation>그림으로 하나 만들기</translation>
    </message>
    <message>
      <source>Untitled</source>
      <extracomment>window</extracomment>
      <translation>제목 없음</translation>
    </message>
    <message>
      <source>Presets of techniques</source>
      <extracomment>window</extracomment>
      <translation>기법 프리셋</translation>
    </message>
    <message>
      <source>Keeps lists of techniques under a name</source>
      <extracomment>window</extracomment>
      <translation>기법 목록을 이름을 붙여 보관합니다</translation>
    </message>
    <message>
      <source>&amp;Save…</source>
      <extracomment>window</extracomment>
      <translation>저장(&amp;S)…</translation>
    </message>
    <message>
      <source>Save Preset</source>
      <extracomment>window</extracomment>
      <translation>프리셋 저장</translation>
    </message>
    <message>
      <source>Name of the preset. A name that is there already is replaced.</source>
      <extracomment>window</extracomment>
      <translation>프리셋의 이름. 이미 있는 이름이면 바뀝니다.</translation>
    </message>
    <message>
      <source>Save</source>
      <extracomment>window</extracomment>
      <translation>저장</translation>
    </message>
    <message>
      <source>Import Preset</source>
      <extracomment>window</extracomment>
      <translation>프리셋 가져오기</translation>
    </message>
    <message>
      <source>Export Preset</source>
      <extracomment>window</extracomment>
      <translation>프리셋 내보내기</translation>
    </message>
    <message>
      <source> Layers are not part of a preset.</source>
      <extracomment>window</extracomment>
      <translation> 레이어는 프리셋에 들어가지 않습니다.</translation>
    </message>
    <message>
      <source>The preset “{name}” is imported.</source>
      <extracomment>window</extracomment>
      <translation>“{name}” 프리셋을 가져왔습니다.</translation>
    </message>
    <message>
      <source>The preset “{stem}” is saved.{left_out}</source>
      <extracomment>window</extracomment>
      <translation>“{stem}” 프리셋을 저장했습니다.{left_out}</translation>
    </message>
    <message>
      <source>The preset “{name}” is deleted.</source>
      <extracomment>window</extracomment>
      <translation>“{name}” 프리셋을 지웠습니다.</translation>
    </message>
    <message>
      <source>No presets yet</source>
      <extracomment>window</extracomment>
      <translation>아직 프리셋이 없습니다</translation>
    </message>
    <message>
      <source>everywhere</source>
      <extracomment>window</extracomment>
      <translation>모든 곳</translation>
    </message>
    <message>
      <source>A region that is gone</source>
      <extracomment>window</extracomment>
      <translation>없어진 영역</translation>
    </message>
    <message>
      <source>The recipe’s region {one}</source>
      <extracomment>window</extracomment>
      <translation>레시피의 영역 {one}</translation>
    </message>
    <message>
      <source>Click words below, or type them</source>
      <extracomment>window</extracomment>
      <translation>아래 낱말을 누르거나 입력하세요</translation>
    </message>
    <message>
      <source>Words of the prompt for {tr}</source>
      <extracomment>window</extracomment>
      <translation>{tr}에 쓸 프롬프트의 낱말</translation>
    </message>
    <message>
      <source>Click a word to choose it, or to let it go</source>
      <extracomment>window</extracomment>
      <translation>누르면 낱말을 고르거나 놓습니다</translation>
    </message>
    <message>
      <source>Type the text; it appears on the canvas.</source>
      <extracomment>window</extracomment>
      <translation>글을 입력하면 캔버스에 나타납니다.</translation>
    </message>
    <message>
      <source>Font</source>
      <extracomment>window</extracomment>
      <translation>글꼴</translation>
    </message>
    <message>
      <source>Line spacing</source>
      <extracomment>window</extracomment>
      <translation>줄 간격</translation>
    </message>
    <message>
      <source>Bold</source>
      <extracomment>window</extracomment>
      <translation>굵게</translation>
    </message>
    <message>
      <source>Heavier letters</source>
      <extracomment>window</extracomment>
      <translation>글자가 굵어집니다</translation>
    </message>
    <message>
      <source>Italic</source>
      <extracomment>window</extracomment>
      <translation>기울임</translation>
    </message>
    <message>
      <source>Slanted letters</source>
      <extracomment>window</extracomment>
      <translation>글자가 기울어집니다</translation>
    </message>
    <message>
      <source>Alignment</source>
      <extracomment>window</extracomment>
      <translation>정렬</translation>
    </message>
    <message>
      <source>All brushes (F6)</source>
      <extracomment>window</extracomment>
      <translation>모든 붓 (F6)</translation>
    </message>
    <message>
      <source>Brush preset</source>
      <extracomment>window</extracomment>
      <translation>붓 프리셋</translation>
    </message>
    <message>
      <source>Edit the brush: spacing, tip, grain, curves… (F5)</source>
      <extracomment>window</extracomment>
      <translation>붓 편집: 간격, 끝, 결, 곡선… (F5)</translation>
    </message>
    <message>
      <source>Edit the brush</source>
      <extracomment>window</extracomment>
      <translation>붓 편집</translation>
    </message>
    <message>
      <source>Pen pressure changes the size</source>
      <extracomment>window</extracomment>
      <translation>펜 압력이 크기를 바꿉니다</translation>
    </message>
    <message>
      <source>Pen pressure changes the opacity</source>
      <extracomment>window</extracomment>
      <translation>펜 압력이 불투명도를 바꿉니다</translation>
    </message>
    <message>
      <source>Diameter of the brush ([ and ])</source>
      <extracomment>window</extracomment>
      <translation>붓의 지름 ([ 와 ])</translation>
    </message>
    <message>
      <source>0 % fades from the middle, 100 % has an edge</source>
      <extracomment>window</extracomment>
      <translation>0 %는 가운데부터 흐려지고 100 %는 가장자리가 또렷합니다</translation>
    </message>
    <message>
      <source>How much a whole stroke covers</source>
      <extracomment>window</extracomment>
      <translation>한 획이 얼마나 덮는지</translation>
    </message>
    <message>
      <source>How much one dab adds</source>
      <extracomment>window</extracomment>
      <translation>한 번 찍을 때 더해지는 양</translation>
    </message>
    <message>
      <source>No preset</source>
      <extracomment>window</extracomment>
      <translation>프리셋 없음</translation>
    </message>
    <message>
      <source>Leave the tour; Help starts it again</source>
      <extracomment>window</extracomment>
      <translation>둘러보기를 그만둡니다. 도움말에서 다시 시작할 수 있습니다</translation>
    </message>
    <message>
      <source>Leave the tour</source>
      <extracomment>window</extracomment>
      <translation>둘러보기 그만두기</translation>
    </message>
    <message>
      <source>Finish</source>
      <extracomment>window</extracomment>
      <translation>마침</translation>
    </message>
    <message>
      <source>Skip</source>
      <extracomment>window</extracomment>
      <translation>건너뛰기</translation>
    </message>
    <message>
      <source>Next</source>
      <extracomment>window</extracomment>
      <translation>다음</translation>
    </message>
    <message>
      <source>Adds pictures from files</source>
      <extracomment>window</extracomment>
      <translation>파일에서 그림을 추가합니다</translation>
    </message>
    <message>
      <source>Crop…</source>
      <extracomment>window</extracomment>
      <translation>자르기…</translation>
    </message>
    <message>
      <source>Says which part of the picture counts</source>
      <extracomment>window</extracomment>
      <translation>그림의 어느 부분이 쓰이는지 정합니다</translation>
    </message>
    <message>
      <source>Mark subject…</source>
      <extracomment>window</extracomment>
      <translation>대상 표시…</translation>
    </message>
    <message>
      <source>Paints over what is to be learned of the picture</source>
      <extracomment>window</extracomment>
      <translation>그림에서 배울 것을 칠합니다</translation>
    </message>
    <message>
      <source>Remove the chosen pictures</source>
      <extracomment>window</extracomment>
      <translation>고른 그림을 없앱니다</translation>
    </message>
    <message>
      <source>Add no more of them</source>
      <extracomment>window</extracomment>
      <translation>더 추가하지 않습니다</translation>
    </message>
    <message>
      <source>Show in a window of its own</source>
      <extracomment>window</extracomment>
      <translation>따로 창에서 봅니다</translation>
    </message>
    <message>
      <source>Undo: {done_last}</source>
      <extracomment>window</extracomment>
      <translation>실행 취소: {done_last}</translation>
    </message>
    <message>
      <source>{what} (Ctrl+Z)</source>
      <extracomment>window</extracomment>
      <translation>{what} (Ctrl+Z)</translation>
    </message>
    <message>
      <source>Words to put before or after the captions</source>
      <extracomment>window</extracomment>
      <translation>설명의 앞이나 뒤에 붙일 말</translation>
    </message>
    <message>
      <source>Put before</source>
      <extracomment>window</extracomment>
      <translation>앞에 붙이기</translation>
    </message>
    <message>
      <source>Put after</source>
      <extracomment>window</extracomment>
      <translation>뒤에 붙이기</translation>
    </message>
    <message>
      <source>What is seen: “a red balloon on a beach”</source>
      <extracomment>window</extracomment>
      <translation>보이는 것: “해변의 빨간 풍선”</translation>
    </message>
    <message>
      <source>Choose a picture to see its caption and change it.</source>
      <extracomment>window</extracomment>
      <translation>그림을 고르면 캡션을 보고 바꿀 수 있습니다.</translation>
    </message>
    <message>
      <source>Before</source>
      <extracomment>window</extracomment>
      <translation>앞에</translation>
    </message>
    <message>
      <source>After</source>
      <extracomment>window</extracomment>
      <translation>뒤에</translation>
    </message>
    <message>
      <source>Words for the caption of each chosen picture</source>
      <extracomment>window</extracomment>
      <translation>고른 그림마다 캡션에 넣을 말</translation>
    </message>
    <message>
      <source>Caption of “{name}”</source>
      <extracomment>window</extracomment>
      <translation>“{name}”의 설명</translation>
    </message>
    <message>
      <source>They have different captions. What you type here becomes the caption of all of them.</source>
      <extracomment>window</extracomment>
      <translation>설명이 서로 다릅니다. 여기에 입력하는 것이 모두의 설명이 됩니다.</translation>
    </message>
    <message>
      <source>Puts these words before the caption of each chosen picture</source>
      <extracomment>window</extracomment>
      <translation>고른 그림마다 캡션 앞에 이 말을 붙입니다</translation>
    </message>
    <message>
      <source>Puts these words after the caption of each chosen picture</source>
      <extracomment>window</extracomment>
      <translation>고른 그림마다 캡션 뒤에 이 말을 붙입니다</translation>
    </message>
    <message>
      <source>Captions of {count} pictures</source>
      <extracomment>window</extracomment>
      <translation>그림 {count}장의 설명</translation>
    </message>
    <message>
      <source>What is seen, with “{}” in it</source>
      <extracomment>window</extracomment>
      <translation>보이는 것, “{}” 포함</translation>
    </message>
    <message>
      <source>Drop pictures here</source>
      <extracomment>window</extracomment>
      <translation>그림을 여기에 놓으세요</translation>
    </message>
    <message>
      <source>Files, folders, or pictures from a browser; or paste them. They are copied, so your own stay as they are. Captions (.txt) and masks that lie beside them come along.</source>
      <extracomment>window</extracomment>
      <translation>파일, 폴더 또는 브라우저의 그림을 놓거나 붙여넣으세요. 복사되므로 원본은 그대로입니다. 옆에 있는 설명(.txt)과 마스크도 함께 옵니다.</translation>
    </message>
    <message>
      <source>Add pictures…</source>
      <extracomment>window</extracomment>
      <translation>그림 추가…</translation>
    </message>
    <message>
      <source>Add to the data set</source>
      <extracomment>window</extracomment>
      <translation>데이터 세트에 추가</translation>
    </message>
    <message>
      <source>No caption</source>
      <extracomment>window</extracomment>
      <translation>캡션 없음</translation>
    </message>
    <message>
      <source>Pictures of the data set</source>
      <extracomment>window</extracomment>
      <translation>데이터 세트의 그림</translation>
    </message>
    <message>
      <source>cropped to {size} px</source>
      <extracomment>window</extracomment>
      <translation>{size} px로 잘림</translation>
    </message>
    <message>
      <source>no caption</source>
      <extracomment>window</extracomment>
      <translation>캡션 없음</translation>
    </message>
    <message>
      <source>subject marked</source>
      <extracomment>window</extracomment>
      <translation>대상 표시됨</translation>
    </message>
    <message>
      <source>Warning: {text}</source>
      <extracomment>window</extracomment>
      <translation>주의: {text}</translation>
    </message>
    <message>
      <source>Chooses the pictures that are meant</source>
      <extracomment>window</extracomment>
      <translation>해당하는 그림을 고릅니다</translation>
    </message>
    <message>
      <source>What is doubtful about the pictures</source>
      <extracomment>window</extracomment>
      <translation>그림에서 의심스러운 점</translation>
    </message>
    <message>
      <source>Remove {_pictures}</source>
      <extracomment>window</extracomment>
      <translation>{_pictures} 빼기</translation>
    </message>
    <message>
      <source>{count} pictures</source>
      <extracomment>window</extracomment>
      <translation>그림 {count}장</translation>
    </message>
    <message>
      <source>Add Pictures</source>
      <extracomment>window</extracomment>
      <translation>그림 추가</translation>
    </message>
    <message>
      <source>Captions of {_pictures}</source>
      <extracomment>window</extracomment>
      <translation>{_pictures}의 캡션</translation>
    </message>
    <message>
      <source>Adding {done} of {wanted}…</source>
      <extracomment>window</extracomment>
      <translation>{wanted}장 중 {done}장째 추가하는 중…</translation>
    </message>
    <message>
      <source>{name} – Data Set</source>
      <extracomment>window</extracomment>
      <translation>{name} – 데이터 세트</translation>
    </message>
    <message>
      <source>Pictures ({endings})</source>
      <extracomment>window</extracomment>
      <translation>그림 ({endings})</translation>
    </message>
    <message>
      <source>All files (*)</source>
      <extracomment>window</extracomment>
      <translation>모든 파일 (*)</translation>
    </message>
    <message>
      <source>{size} of {size_} px</source>
      <extracomment>window</extracomment>
      <translation>{size_} 중 {size} px</translation>
    </message>
    <message>
      <source>Looking at {seen} of {count}…</source>
      <extracomment>window</extracomment>
      <translation>{count}장 중 {seen}장째 보는 중…</translation>
    </message>
    <message>
      <source>Something went wrong.</source>
      <extracomment>window</extracomment>
      <translation>문제가 생겼습니다.</translation>
    </message>
    <message>
      <source>Step {step}</source>
      <extracomment>window</extracomment>
      <translation>{step}단계</translation>
    </message>
    <message>
      <source>Enlarged sample</source>
      <extracomment>window</extracomment>
      <translation>확대한 샘플</translation>
    </message>
    <message>
      <source>{prompt}, step {step}</source>
      <extracomment>window</extracomment>
      <translation>{prompt}, {step}단계</translation>
    </message>
    <message>
      <source>Loss {mean} after step {len} of {_steps}</source>
      <extracomment>window</extracomment>
      <translation>{_steps}단계 중 {len}단계 뒤의 손실 {mean}</translation>
    </message>
    <message>
      <source>The loss is drawn here while it learns: how far what it paints is from your pictures.</source>
      <extracomment>window</extracomment>
      <translation>배우는 동안 손실이 여기에 그려집니다. 그리는 것이 그림들과 얼마나 다른지입니다.</translation>
    </message>
    <message>
      <source>Loss curve</source>
      <extracomment>window</extracomment>
      <translation>손실 곡선</translation>
    </message>
    <message>
      <source>Step</source>
      <extracomment>window</extracomment>
      <translation>단계</translation>
    </message>
    <message>
      <source>Loss</source>
      <extracomment>window</extracomment>
      <translation>손실</translation>
    </message>
    <message>
      <source>More settings</source>
      <extracomment>window</extracomment>
      <translation>더 많은 설정</translation>
    </message>
    <message>
      <source>Says which part counts</source>
      <extracomment>window</extracomment>
      <translation>어느 부분이 쓰이는지 정합니다</translation>
    </message>
    <message>
      <source>Mark subject</source>
      <extracomment>window</extracomment>
      <translation>대상 표시</translation>
    </message>
    <message>
      <source>Paints over what is to be learned</source>
      <extracomment>window</extracomment>
      <translation>배울 것을 칠합니다</translation>
    </message>
    <message>
      <source>Mark</source>
      <extracomment>window</extracomment>
      <translation>표시</translation>
    </message>
    <message>
      <source>Marks the subject</source>
      <extracomment>window</extracomment>
      <translation>대상을 표시합니다</translation>
    </message>
    <message>
      <source>Takes marks away</source>
      <extracomment>window</extracomment>
      <translation>표시를 지웁니다</translation>
    </message>
    <message>
      <source>Invert</source>
      <extracomment>window</extracomment>
      <translation>반전</translation>
    </message>
    <message>
      <source>Marks what is not marked, and the other way round</source>
      <extracomment>window</extracomment>
      <translation>표시되지 않은 것을 표시하고, 표시된 것을 지웁니다</translation>
    </message>
    <message>
      <source>Clear</source>
      <extracomment>window</extracomment>
      <translation>지우기</translation>
    </message>
    <message>
      <source>Takes all marks away</source>
      <extracomment>window</extracomment>
      <translation>모든 표시를 지웁니다</translation>
    </message>
    <message>
      <source>All of it counts again</source>
      <extracomment>window</extracomment>
      <translation>다시 전체가 쓰입니다</translation>
    </message>
    <message>
      <source>Redo</source>
      <extracomment>window</extracomment>
      <translation>다시 실행</translation>
    </message>
    <message>
      <source>Smaller brush</source>
      <extracomment>window</extracomment>
      <translation>작은 붓</translation>
    </message>
    <message>
      <source>Larger brush</source>
      <extracomment>window</extracomment>
      <translation>큰 붓</translation>
    </message>
    <message>
      <source>Apply and next</source>
      <extracomment>window</extracomment>
      <translation>적용하고 다음</translation>
    </message>
    <message>
      <source>Saves it and goes on with the next picture (Ctrl+Return)</source>
      <extracomment>window</extracomment>
      <translation>저장하고 다음 그림으로 갑니다 (Ctrl+Return)</translation>
    </message>
    <message>
      <source>Apply</source>
      <extracomment>window</extracomment>
      <translation>적용</translation>
    </message>
    <message>
      <source>Saves it and closes the window</source>
      <extracomment>window</extracomment>
      <translation>저장하고 창을 닫습니다</translation>
    </message>
    <message>
      <source>Shape of the part that counts</source>
      <extracomment>window</extracomment>
      <translation>쓰이는 부분의 모양</translation>
    </message>
    <message>
      <source>Free</source>
      <extracomment>window</extracomment>
      <translation>자유롭게</translation>
    </message>
    <message>
      <source>As the picture</source>
      <extracomment>window</extracomment>
      <translation>그림과 같이</translation>
    </message>
    <message>
      <source>{name} – Crop and Subject</source>
      <extracomment>window</extracomment>
      <translation>{name} – 자르기와 대상</translation>
    </message>
    <message>
      <source>Changes Are Not Applied</source>
      <extracomment>window</extracomment>
      <translation>변경이 적용되지 않았습니다</translation>
    </message>
    <message>
      <source>Apply the changes to “{name}”?</source>
      <extracomment>window</extracomment>
      <translation>“{name}”에 변경을 적용할까요?</translation>
    </message>
    <message>
      <source>Wide</source>
      <extracomment>window</extracomment>
      <translation>와이드</translation>
    </message>
    <message>
      <source>{size} px is much smaller than the model's {side} px, and would teach it blur.</source>
      <extracomment>window</extracomment>
      <translation>{size} px는 모델의 {side} px보다 훨씬 작아 흐릿함을 가르치게 됩니다.</translation>
    </message>
    <message>
      <source>It could not be saved.</source>
      <extracomment>window</extracomment>
      <translation>저장하지 못했습니다.</translation>
    </message>
    <message>
      <source>Saving…</source>
      <extracomment>window</extracomment>
      <translation>저장하는 중…</translation>
    </message>
    <message>
      <source>What is left bright is learned. The picture itself stays as it is.</source>
      <extracomment>window</extracomment>
      <translation>밝게 남은 것을 배웁니다. 그림 자체는 그대로입니다.</translation>
    </message>
    <message>
      <source>What you paint over is learned. Right button or Alt: take away, [ ]: size.</source>
      <extracomment>window</extracomment>
      <translation>칠한 것을 배웁니다. 오른쪽 버튼 또는 Alt: 빼기, [ ]: 크기.</translation>
    </message>
    <message>
      <source>More about the pictures</source>
      <extracomment>window</extracomment>
      <translation>그림에 대하여 더</translation>
    </message>
    <message>
      <source>Removes {title}</source>
      <extracomment>window</extracomment>
      <translation>{title}을(를) 없앱니다</translation>
    </message>
    <message>
      <source>What the training is doing</source>
      <extracomment>window</extracomment>
      <translation>학습이 하고 있는 일</translation>
    </message>
    <message>
      <source>Progress of the training</source>
      <extracomment>window</extracomment>
      <translation>학습의 진행</translation>
    </message>
    <message>
      <source>Use what it knows so far</source>
      <extracomment>window</extracomment>
      <translation>지금까지 배운 것 쓰기</translation>
    </message>
    <message>
      <source>Adds what was learned until the last checkpoint; it goes on learning meanwhile</source>
      <extracomment>window</extracomment>
      <translation>마지막 저장점까지 배운 것을 추가합니다. 학습은 계속됩니다</translation>
    </message>
    <message>
      <source>Ends it; what was learned until the last checkpoint stays</source>
      <extracomment>window</extracomment>
      <translation>끝냅니다. 마지막 저장점까지 배운 것은 남습니다</translation>
    </message>
    <message>
      <source>Saves everything and waits until you go on</source>
      <extracomment>window</extracomment>
      <translation>모두 저장하고 계속할 때까지 기다립니다</translation>
    </message>
    <message>
      <source>Goes on learning where it stopped</source>
      <extracomment>window</extracomment>
      <translation>멈춘 곳에서 이어 배웁니다</translation>
    </message>
    <message>
      <source>Warnings</source>
      <extracomment>window</extracomment>
      <translation>주의</translation>
    </message>
    <message>
      <source>Error: {error}</source>
      <extracomment>window</extracomment>
      <translation>오류: {error}</translation>
    </message>
    <message>
      <source>And {count} more</source>
      <extracomment>window</extracomment>
      <translation>그 밖에 {count}개</translation>
    </message>
    <message>
      <source>Samples: a row for each prompt, a column for each step</source>
      <extracomment>window</extracomment>
      <translation>샘플: 줄마다 프롬프트, 칸마다 단계</translation>
    </message>
    <message>
      <source>Samples appear here while it learns: the same prompts, from the same seed.</source>
      <extracomment>window</extracomment>
      <translation>배우는 동안 샘플이 여기에 나타납니다. 같은 프롬프트, 같은 시드입니다.</translation>
    </message>
    <message>
      <source>Step {titles}</source>
      <extracomment>window</extracomment>
      <translation>{titles}단계</translation>
    </message>
    <message>
      <source>{prompt}
Step {step}</source>
      <extracomment>window</extracomment>
      <translation>{prompt}
{step}단계</translation>
    </message>
    <message>
      <source>What is taught</source>
      <extracomment>window</extracomment>
      <translation>가르치는 것</translation>
    </message>
    <message>
      <source>The model that is taught</source>
      <extracomment>window</extracomment>
      <translation>가르칠 모델</translation>
    </message>
    <message>
      <source>Only models are offered that can be taught this</source>
      <extracomment>window</extracomment>
      <translation>이것을 가르칠 수 있는 모델만 보입니다</translation>
    </message>
    <message>
      <source>Teach</source>
      <extracomment>window</extracomment>
      <translation>가르치기</translation>
    </message>
    <message>
      <source>Begins to teach the model (Ctrl+Enter)</source>
      <extracomment>window</extracomment>
      <translation>모델을 가르치기 시작합니다 (Ctrl+Enter)</translation>
    </message>
    <message>
      <source>New training from this one</source>
      <extracomment>window</extracomment>
      <translation>이것으로 새 학습</translation>
    </message>
    <message>
      <source>Sets up another training with the same pictures and settings, to change them</source>
      <extracomment>window</extracomment>
      <translation>같은 그림과 설정으로 새 학습을 준비해 고칠 수 있게 합니다</translation>
    </message>
    <message>
      <source>No model can be taught this</source>
      <extracomment>window</extracomment>
      <translation>이것을 가르칠 수 있는 모델이 없습니다</translation>
    </message>
    <message>
      <source>Teach the Model – Underpaint</source>
      <extracomment>window</extracomment>
      <translation>모델 가르치기 – Underpaint</translation>
    </message>
    <message>
      <source>{text}. Its name in a prompt: {listed}</source>
      <extracomment>window</extracomment>
      <translation>{text}. 프롬프트에서 쓰는 이름: {listed}</translation>
    </message>
    <message>
      <source>Learned</source>
      <extracomment>window</extracomment>
      <translation>배움</translation>
    </message>
    <message>
      <source>Stopped</source>
      <extracomment>window</extracomment>
      <translation>멈춤</translation>
    </message>
    <message>
      <source>Step {step} of {steps}</source>
      <extracomment>window</extracomment>
      <translation>{steps}단계 중 {step}단계</translation>
    </message>
    <message>
      <source>{model} learns {words} from 1 picture, in {steps} steps.</source>
      <extracomment>window</extracomment>
      <translation>{model} 모델이 그림 1장에서 {words}을(를) {steps}단계로 배웁니다.</translation>
    </message>
    <message>
      <source>{model} is taught with 1 picture, in {steps} steps ({kind}).</source>
      <extracomment>window</extracomment>
      <translation>{model} 모델을 그림 1장으로 {steps}단계 가르칩니다({kind}).</translation>
    </message>
    <message>
      <source>{model} learns {words} from {pictures} pictures, in {steps} steps.</source>
      <extracomment>window</extracomment>
      <translation>{model} 모델이 그림 {pictures}장에서 {words}을(를) {steps}단계로 배웁니다.</translation>
    </message>
    <message>
      <source>{model} is taught with {pictures} pictures, in {steps} steps ({kind}).</source>
      <extracomment>window</extracomment>
      <translation>{model} 모델을 그림 {pictures}장으로 {steps}단계 가르칩니다({kind}).</translation>
    </message>
    <message>
      <source> and </source>
      <extracomment>window</extracomment>
      <translation>, </translation>
    </message>
    <message>
      <source>Trainings</source>
      <extracomment>window</extracomment>
      <translation>학습</translation>
    </message>
    <message>
      <source>New training</source>
      <extracomment>window</extracomment>
      <translation>새 학습</translation>
    </message>
    <message>
      <source>Sets up another training (Ctrl+N)</source>
      <extracomment>window</extracomment>
      <translation>새 학습을 준비합니다 (Ctrl+N)</translation>
    </message>
    <message>
      <source>Sets up another one with its pictures and settings</source>
      <extracomment>window</extracomment>
      <translation>같은 그림과 설정으로 하나 더 준비합니다</translation>
    </message>
    <message>
      <source>Deletes its pictures, samples and checkpoints (Delete)</source>
      <extracomment>window</extracomment>
      <translation>그림, 샘플, 체크포인트를 지웁니다(Delete)</translation>
    </message>
    <message>
      <source>Duplicate</source>
      <extracomment>window</extracomment>
      <translation>복제</translation>
    </message>
    <message>
      <source>Delete…</source>
      <extracomment>window</extracomment>
      <translation>삭제…</translation>
    </message>
    <message>
      <source>Turns a quarter to the left</source>
      <extracomment>window</extracomment>
      <translation>왼쪽으로 90° 돌립니다</translation>
    </message>
    <message>
      <source>Turns a quarter to the right</source>
      <extracomment>window</extracomment>
      <translation>오른쪽으로 90° 돌립니다</translation>
    </message>
    <message>
      <source>Mirrors from left to right</source>
      <extracomment>window</extracomment>
      <translation>좌우로 뒤집습니다</translation>
    </message>
    <message>
      <source>Mirrors from top to bottom</source>
      <extracomment>window</extracomment>
      <translation>위아래로 뒤집습니다</translation>
    </message>
    <message>
      <source>Makes the change (Enter)</source>
      <extracomment>window</extracomment>
      <translation>바꾸기를 마칩니다(Enter)</translation>
    </message>
    <message>
      <source>Drops the change (Esc)</source>
      <extracomment>window</extracomment>
      <translation>바꾸기를 버립니다(Esc)</translation>
    </message>
    <message>
      <source>Width, of what it was</source>
      <extracomment>window</extracomment>
      <translation>원래에 대한 너비</translation>
    </message>
    <message>
      <source>Height, of what it was</source>
      <extracomment>window</extracomment>
      <translation>원래에 대한 높이</translation>
    </message>
    <message>
      <source>Angle</source>
      <extracomment>window</extracomment>
      <translation>각도</translation>
    </message>
    <message>
      <source>How far it is turned, clockwise</source>
      <extracomment>window</extracomment>
      <translation>시계 방향으로 돌린 각도</translation>
    </message>
    <message>
      <source>Keep proportions</source>
      <extracomment>window</extracomment>
      <translation>비율 유지</translation>
    </message>
    <message>
      <source>The document was saved here</source>
      <extracomment>window</extracomment>
      <translation>여기에서 문서를 저장했습니다</translation>
    </message>
    <message>
      <source>Beginning</source>
      <extracomment>window</extracomment>
      <translation>처음</translation>
    </message>
    <message>
      <source>Undo steps, the oldest first</source>
      <extracomment>window</extracomment>
      <translation>실행 취소 단계, 오래된 것부터</translation>
    </message>
    <message>
      <source>What the steps keep in memory, and how much they may: Edit ▸ Preferences</source>
      <extracomment>window</extracomment>
      <translation>단계들이 차지하는 메모리와 그 한도: 편집 ▸ 환경설정</translation>
    </message>
    <message>
      <source>{held:,} of {cap:,} MB</source>
      <extracomment>window</extracomment>
      <translation>{held:,} / {cap:,} MB</translation>
    </message>
    <message>
      <source>Autosave failed, and is tried again</source>
      <extracomment>window</extracomment>
      <translation>자동 저장에 실패했습니다. 다시 시도합니다</translation>
    </message>
    <message>
      <source>Tools</source>
      <extracomment>window</extracomment>
      <translation>도구</translation>
    </message>
    <message>
      <source>More</source>
      <extracomment>window</extracomment>
      <translation>더 보기</translation>
    </message>
    <message>
      <source>W&amp;orkspaces</source>
      <extracomment>window</extracomment>
      <translation>작업 공간(&amp;O)</translation>
    </message>
    <message>
      <source>&amp;Panels</source>
      <extracomment>window</extracomment>
      <translation>패널(&amp;P)</translation>
    </message>
    <message>
      <source>Save Brush</source>
      <extracomment>window</extracomment>
      <translation>붓 저장</translation>
    </message>
    <message>
      <source>Name of the brush. One of your own with this name is replaced.</source>
      <extracomment>window</extracomment>
      <translation>붓의 이름. 가진 붓 가운데 같은 이름이 있으면 바뀝니다.</translation>
    </message>
    <message>
      <source>The brush “{stem}” is saved</source>
      <extracomment>window</extracomment>
      <translation>붓 “{stem}”을(를) 저장했습니다</translation>
    </message>
    <message>
      <source>The brush “{name}” is deleted</source>
      <extracomment>window</extracomment>
      <translation>붓 “{name}”을(를) 지웠습니다</translation>
    </message>
    <message>
      <source>There is no trash here: once this message is gone, so is the brush.</source>
      <extracomment>window</extracomment>
      <translation>여기에는 휴지통이 없습니다. 이 알림이 사라지면 브러시도 사라집니다.</translation>
    </message>
    <message>
      <source>The brush “{name}” is imported.</source>
      <extracomment>window</extracomment>
      <translation>“{name}” 브러시를 가져왔습니다.</translation>
    </message>
    <message>
      <source>{len} brushes are imported.</source>
      <extracomment>window</extracomment>
      <translation>브러시 {len}개를 가져왔습니다.</translation>
    </message>
    <message>
      <source>{len} of them lost something: import one alone to read what.</source>
      <extracomment>window</extracomment>
      <translation>그중 {len}개는 잃은 것이 있습니다. 하나만 가져오면 무엇인지 알려 줍니다.</translation>
    </message>
    <message>
      <source>The brush “{name}” is back</source>
      <extracomment>window</extracomment>
      <translation>“{name}” 브러시를 되살렸습니다</translation>
    </message>
    <message>
      <source> So it is with {len} more.</source>
      <extracomment>window</extracomment>
      <translation> {len}개도 마찬가지입니다.</translation>
    </message>
    <message>
      <source>Import Brushes</source>
      <extracomment>window</extracomment>
      <translation>붓 가져오기</translation>
    </message>
    <message>
      <source>Brushes (*.json *.myb);;All files (*)</source>
      <extracomment>window</extracomment>
      <translation>붓 (*.json *.myb);;모든 파일 (*)</translation>
    </message>
    <message>
      <source>Export Brush</source>
      <extracomment>window</extracomment>
      <translation>붓 내보내기</translation>
    </message>
    <message>
      <source>Exported {name}</source>
      <extracomment>window</extracomment>
      <translation>{name}을(를) 내보냈습니다</translation>
    </message>
    <message>
      <source>Ctrl+click where the brush is to clone from</source>
      <extracomment>window</extracomment>
      <translation>붓이 복제할 곳을 Ctrl을 누른 채 클릭하세요</translation>
    </message>
    <message>
      <source>on this layer</source>
      <extracomment>window</extracomment>
      <translation>이 레이어에</translation>
    </message>
    <message>
      <source>in the picture</source>
      <extracomment>window</extracomment>
      <translation>그림에</translation>
    </message>
    <message>
      <source>Their picture is pasted instead.</source>
      <extracomment>window</extracomment>
      <translation>대신 그 그림을 붙여넣었습니다.</translation>
    </message>
    <message>
      <source>Colour Range</source>
      <extracomment>window</extracomment>
      <translation>색상 범위</translation>
    </message>
    <message>
      <source>A click takes the colour under it</source>
      <extracomment>window</extracomment>
      <translation>클릭하면 그곳의 색을 고릅니다</translation>
    </message>
    <message>
      <source>A click adds the colour under it (Shift)</source>
      <extracomment>window</extracomment>
      <translation>클릭하면 그곳의 색을 더합니다 (Shift)</translation>
    </message>
    <message>
      <source>A click takes a colour away (Alt)</source>
      <extracomment>window</extracomment>
      <translation>클릭하면 그곳의 색을 뺍니다 (Alt)</translation>
    </message>
    <message>
      <source>Click a colour in the picture.</source>
      <extracomment>window</extracomment>
      <translation>그림에서 색을 클릭하세요.</translation>
    </message>
    <message>
      <source>Fuzziness</source>
      <extracomment>window</extracomment>
      <translation>허용 범위</translation>
    </message>
    <message>
      <source>What is selected, white</source>
      <extracomment>window</extracomment>
      <translation>선택된 곳, 흰색</translation>
    </message>
    <message>
      <source>Colours: {added}, taken away: {taken}</source>
      <extracomment>window</extracomment>
      <translation>색: {added}, 뺀 색: {taken}</translation>
    </message>
    <message>
      <source>How different a colour may be and still be selected in part</source>
      <extracomment>window</extracomment>
      <translation>색이 얼마나 달라도 일부 선택되는지</translation>
    </message>
    <message>
      <source>Making a control map…</source>
      <extracomment>window</extracomment>
      <translation>컨트롤 맵을 만드는 중…</translation>
    </message>
    <message>
      <source>the picture</source>
      <extracomment>window</extracomment>
      <translation>그림</translation>
    </message>
    <message>
      <source>{title}: in the queue</source>
      <extracomment>window</extracomment>
      <translation>{title}: 대기 중</translation>
    </message>
    <message>
      <source>The map “{name}” lies over the picture.</source>
      <extracomment>window</extracomment>
      <translation>“{name}” 맵이 그림 위에 놓였습니다.</translation>
    </message>
    <message>
      <source>Paint on it, hide it, or choose it in ControlNet. Exports leave it out.</source>
      <extracomment>window</extracomment>
      <translation>그 위에 그리거나, 숨기거나, ControlNet에서 고르세요. 내보낼 때는 빠집니다.</translation>
    </message>
    <message>
      <source>The map “{name}” was made before the canvas got another size.</source>
      <extracomment>window</extracomment>
      <translation>“{name}” 맵은 캔버스 크기가 바뀌기 전에 만들어졌습니다.</translation>
    </message>
    <message>
      <source>It lies in the upper left corner; move it to where it belongs.</source>
      <extracomment>window</extracomment>
      <translation>왼쪽 위 구석에 있습니다. 제자리로 옮기세요.</translation>
    </message>
    <message>
      <source>The model “{model}” was not found.</source>
      <extracomment>window</extracomment>
      <translation>“{model}” 모델을 찾지 못했습니다.</translation>
    </message>
    <message>
      <source>Something went wrong inside the program. Your picture is still there.</source>
      <extracomment>window</extracomment>
      <translation>프로그램 안에서 문제가 생겼습니다. 그림은 그대로 있습니다.</translation>
    </message>
    <message>
      <source>Save it to be safe. If it happens again, report it with the file {log_file}.</source>
      <extracomment>window</extracomment>
      <translation>안전하게 저장하세요. 다시 생기면 {log_file} 파일과 함께 알려 주세요.</translation>
    </message>
    <message>
      <source>a thread</source>
      <extracomment>window</extracomment>
      <translation>스레드</translation>
    </message>
    <message>
      <source>Its file lies in the trash.</source>
      <extracomment>window</extracomment>
      <translation>파일은 휴지통에 있습니다.</translation>
    </message>
    <message>
      <source>Diagnostics</source>
      <extracomment>window</extracomment>
      <translation>진단</translation>
    </message>
    <message>
      <source>What helps to find a fault. Nothing of your pictures and prompts is in it; read it before you send it to anybody.</source>
      <extracomment>window</extracomment>
      <translation>고장을 찾는 데 도움이 되는 것입니다. 그림과 프롬프트는 들어 있지 않습니다. 누구에게 보내기 전에 읽어 보세요.</translation>
    </message>
    <message>
      <source>Report</source>
      <extracomment>window</extracomment>
      <translation>보고서</translation>
    </message>
    <message>
      <source>&amp;Look Again</source>
      <extracomment>window</extracomment>
      <translation>다시 보기(&amp;L)</translation>
    </message>
    <message>
      <source>&amp;Open Log Folder</source>
      <extracomment>window</extracomment>
      <translation>기록 폴더 열기(&amp;O)</translation>
    </message>
    <message>
      <source>Close</source>
      <extracomment>window</extracomment>
      <translation>닫기</translation>
    </message>
    <message>
      <source>Copied</source>
      <extracomment>window</extracomment>
      <translation>복사됨</translation>
    </message>
    <message>
      <source>Unsaved Changes</source>
      <extracomment>window</extracomment>
      <translation>저장하지 않은 변경</translation>
    </message>
    <message>
      <source>Save the changes to {name}?</source>
      <extracomment>window</extracomment>
      <translation>{name}의 변경을 저장할까요?</translation>
    </message>
    <message>
      <source>They are lost otherwise.</source>
      <extracomment>window</extracomment>
      <translation>저장하지 않으면 사라집니다.</translation>
    </message>
    <message>
      <source>File Changed</source>
      <extracomment>window</extracomment>
      <translation>파일이 바뀜</translation>
    </message>
    <message>
      <source>{name} was changed by another program or window since it was opened here.</source>
      <extracomment>window</extracomment>
      <translation>{name}을(를) 여기서 연 뒤에 다른 프로그램이나 창이 바꾸었습니다.</translation>
    </message>
    <message>
      <source>Save as the next version to keep both, or overwrite what the other has saved.</source>
      <extracomment>window</extracomment>
      <translation>다음 버전으로 저장해 둘 다 지키거나, 다른 쪽이 저장한 것을 덮어쓰세요.</translation>
    </message>
    <message>
      <source>Save as &amp;Next Version</source>
      <extracomment>window</extracomment>
      <translation>다음 버전으로 저장(&amp;N)</translation>
    </message>
    <message>
      <source>&amp;Overwrite</source>
      <extracomment>window</extracomment>
      <translation>덮어쓰기(&amp;O)</translation>
    </message>
    <message>
      <source>About Underpaint</source>
      <extracomment>window</extracomment>
      <translation>Underpaint 정보</translation>
    </message>
    <message>
      <source>The starter model is small and knows a drawn world of some 75 things: it is for learning the program. Put Stable Diffusion 1.x or 2.x models in diffusers' format into a folder and choose Generate &gt; Add Model Folder to use them.

Log: {log}</source>
      <extracomment>window</extracomment>
      <translation>스타터 모델은 작으며 75가지쯤 되는 그려진 세계를 압니다. 프로그램을 배우기 위한 것입니다. diffusers 형식의 Stable Diffusion 1.x 또는 2.x 모델을 폴더에 넣고 생성 &gt; 모델 폴더 추가를 고르면 쓸 수 있습니다.

기록: {log}</translation>
    </message>
    <message>
      <source>&amp;Size</source>
      <extracomment>window</extracomment>
      <translation>크기(&amp;S)</translation>
    </message>
    <message>
      <source>&amp;Width</source>
      <extracomment>window</extracomment>
      <translation>너비(&amp;W)</translation>
    </message>
    <message>
      <source>&amp;Height</source>
      <extracomment>window</extracomment>
      <translation>높이(&amp;H)</translation>
    </message>
    <message>
      <source>New Canvas</source>
      <extracomment>window</extracomment>
      <translation>새 캔버스</translation>
    </message>
    <message>
      <source>&amp;Background</source>
      <extracomment>window</extracomment>
      <translation>배경(&amp;B)</translation>
    </message>
    <message>
      <source>Create</source>
      <extracomment>window</extracomment>
      <translation>만들기</translation>
    </message>
    <message>
      <source>Canvas Size</source>
      <extracomment>window</extracomment>
      <translation>캔버스 크기</translation>
    </message>
    <message>
      <source>Picture stays</source>
      <extracomment>window</extracomment>
      <translation>그림이 머무는 곳</translation>
    </message>
    <message>
      <source>What is added can be painted by the model: just press Generate.</source>
      <extracomment>window</extracomment>
      <translation>늘어난 부분은 모델이 그릴 수 있습니다. 생성을 누르기만 하세요.</translation>
    </message>
    <message>
      <source>You paint, and a diffusion model paints over it.</source>
      <extracomment>window</extracomment>
      <translation>그리면 확산 모델이 그 위에 덧그립니다.</translation>
    </message>
    <message>
      <source>Empty (transparent)</source>
      <extracomment>window</extracomment>
      <translation>비어 있음 (투명)</translation>
    </message>
    <message>
      <source>Hide the {title} panel</source>
      <extracomment>window</extracomment>
      <translation>{title} 패널 숨기기</translation>
    </message>
    <message>
      <source>Put the {title} panel back</source>
      <extracomment>window</extracomment>
      <translation>{title} 패널을 다시 붙입니다</translation>
    </message>
    <message>
      <source>Detach the {title} panel</source>
      <extracomment>window</extracomment>
      <translation>{title} 패널 떼어 내기</translation>
    </message>
    <message>
      <source>{title} panel</source>
      <extracomment>window</extracomment>
      <translation>{title} 패널</translation>
    </message>
    <message>
      <source>This version of Underpaint does not have it. Remove it.</source>
      <extracomment>window</extracomment>
      <translation>이 버전의 Underpaint에는 없습니다. 빼세요.</translation>
    </message>
    <message>
      <source>It cannot be combined with {title}: {reason} Switch one of them off.</source>
      <extracomment>window</extracomment>
      <translation>{title}와(과) 함께 쓸 수 없습니다: {reason} 둘 중 하나를 끄세요.</translation>
    </message>
    <message>
      <source>It needs a model made for it, and “{title}” is not one. Choose such a model, or switch it off.</source>
      <extracomment>window</extracomment>
      <translation>전용 모델이 필요한데 “{title}” 모델은 그렇지 않습니다. 맞는 모델을 고르거나 끄세요.</translation>
    </message>
    <message>
      <source>“{word}” is not in the prompt. Choose words that are.</source>
      <extracomment>window</extracomment>
      <translation>“{word}”은(는) 프롬프트에 없습니다. 있는 낱말을 고르세요.</translation>
    </message>
    <message>
      <source>Drop a picture, a project (.ora, .psd), or a model (.safetensors).</source>
      <extracomment>window</extracomment>
      <translation>그림, 프로젝트(.ora, .psd), 모델(.safetensors)을 놓으세요.</translation>
    </message>
    <message>
      <source>{nbytes} bytes</source>
      <extracomment>window</extracomment>
      <translation>{nbytes}바이트</translation>
    </message>
    <message>
      <source>Export</source>
      <extracomment>window</extracomment>
      <translation>내보내기</translation>
    </message>
    <message>
      <source>Choose…</source>
      <extracomment>window</extracomment>
      <translation>선택…</translation>
    </message>
    <message>
      <source>An .icc or .icm file of red, green and blue</source>
      <extracomment>window</extracomment>
      <translation>빨강, 초록, 파랑을 쓰는 .icc 또는 .icm 파일</translation>
    </message>
    <message>
      <source>&amp;Format</source>
      <extracomment>window</extracomment>
      <translation>형식(&amp;F)</translation>
    </message>
    <message>
      <source>&amp;Quality</source>
      <extracomment>window</extracomment>
      <translation>품질(&amp;Q)</translation>
    </message>
    <message>
      <source>&amp;What</source>
      <extracomment>window</extracomment>
      <translation>내용(&amp;W)</translation>
    </message>
    <message>
      <source>Re&amp;gion</source>
      <extracomment>window</extracomment>
      <translation>영역(&amp;G)</translation>
    </message>
    <message>
      <source>File &amp;names</source>
      <extracomment>window</extracomment>
      <translation>파일 이름(&amp;N)</translation>
    </message>
    <message>
      <source>&amp;Scale</source>
      <extracomment>window</extracomment>
      <translation>배율(&amp;S)</translation>
    </message>
    <message>
      <source>&amp;Colours</source>
      <extracomment>window</extracomment>
      <translation>색 공간(&amp;C)</translation>
    </message>
    <message>
      <source>&amp;Profile</source>
      <extracomment>window</extracomment>
      <translation>프로파일(&amp;P)</translation>
    </message>
    <message>
      <source>&amp;Depth</source>
      <extracomment>window</extracomment>
      <translation>비트 수(&amp;D)</translation>
    </message>
    <message>
      <source>Colour Profile</source>
      <extracomment>window</extracomment>
      <translation>색 프로파일</translation>
    </message>
    <message>
      <source>Colour profiles (*.icc *.icm);;All files (*)</source>
      <extracomment>window</extracomment>
      <translation>색 프로파일 (*.icc *.icm);;모든 파일 (*)</translation>
    </message>
    <message>
      <source>Measuring…</source>
      <extracomment>window</extracomment>
      <translation>재는 중…</translation>
    </message>
    <message>
      <source>No layer is visible.</source>
      <extracomment>window</extracomment>
      <translation>보이는 레이어가 없습니다.</translation>
    </message>
    <message>
      <source>Choose the profile that the colours are to be of.</source>
      <extracomment>window</extracomment>
      <translation>어떤 프로파일의 색으로 바꿀지 고르세요.</translation>
    </message>
    <message>
      <source>Layers, groups, masks and adjustments go into the file; regions, masks for the model and the prompt do not.</source>
      <extracomment>window</extracomment>
      <translation>레이어, 그룹, 마스크, 조정은 파일에 들어갑니다. 영역, 모델용 마스크, 프롬프트는 들어가지 않습니다.</translation>
    </message>
    <message>
      <source>{count} files: {names}{more}</source>
      <extracomment>window</extracomment>
      <translation>파일 {count}개: {names}{more}</translation>
    </message>
    <message>
      <source>Exporting {name}… {share}</source>
      <extracomment>window</extracomment>
      <translation>{name} 내보내는 중… {share}</translation>
    </message>
    <message>
      <source>Save Picture</source>
      <extracomment>window</extracomment>
      <translation>그림 저장</translation>
    </message>
    <message>
      <source>{title} is here.</source>
      <extracomment>window</extracomment>
      <translation>{title}이(가) 준비되었습니다.</translation>
    </message>
    <message>
      <source>It is in the list of models.</source>
      <extracomment>window</extracomment>
      <translation>모델 목록에 있습니다.</translation>
    </message>
    <message>
      <source>Fetching…</source>
      <extracomment>window</extracomment>
      <translation>받는 중…</translation>
    </message>
    <message>
      <source>Paint with It</source>
      <extracomment>window</extracomment>
      <translation>이 모델로 그리기</translation>
    </message>
    <message>
      <source>{title} could not be fetched: {cause}</source>
      <extracomment>window</extracomment>
      <translation>{title}을(를) 가져오지 못했습니다: {cause}</translation>
    </message>
    <message>
      <source>Is here</source>
      <extracomment>window</extracomment>
      <translation>준비됨</translation>
    </message>
    <message>
      <source>Open</source>
      <extracomment>window</extracomment>
      <translation>열기</translation>
    </message>
    <message>
      <source>Save Project</source>
      <extracomment>window</extracomment>
      <translation>프로젝트 저장</translation>
    </message>
    <message>
      <source>Opening {name}… {share}</source>
      <extracomment>window</extracomment>
      <translation>{name} 여는 중… {share}</translation>
    </message>
    <message>
      <source>One more picture like it is being made</source>
      <extracomment>window</extracomment>
      <translation>비슷한 그림을 하나 더 만드는 중입니다</translation>
    </message>
    <message>
      <source>The gallery could not take a picture: no memory is left.</source>
      <extracomment>window</extracomment>
      <translation>갤러리에 그림을 넣지 못했습니다. 남은 메모리가 없습니다.</translation>
    </message>
    <message>
      <source>The gallery was damaged, and a new one has begun.</source>
      <extracomment>window</extracomment>
      <translation>갤러리가 손상되어 새 갤러리를 시작했습니다.</translation>
    </message>
    <message>
      <source>The old one was put aside, as {shown}. Files are unharmed.</source>
      <extracomment>window</extracomment>
      <translation>이전 갤러리는 {shown}(으)로 따로 두었습니다. 파일은 무사합니다.</translation>
    </message>
    <message>
      <source>Candidates are back: {count} of {wanted}</source>
      <extracomment>window</extracomment>
      <translation>후보를 되찾았습니다: {wanted}개 중 {count}개</translation>
    </message>
    <message>
      <source>Candidates are back: {count}</source>
      <extracomment>window</extracomment>
      <translation>후보를 되찾았습니다: {count}개</translation>
    </message>
    <message>
      <source>{steps} steps, guidance {guidance} and {sampler}</source>
      <extracomment>window</extracomment>
      <translation>{steps}단계, 가이던스 {guidance}, {sampler}</translation>
    </message>
    <message>
      <source>{title} is made for {_settings_of}, which are set now</source>
      <extracomment>window</extracomment>
      <translation>{title} 모델은 {_settings_of}에 맞춰져 있어 그렇게 설정했습니다</translation>
    </message>
    <message>
      <source>, {done} of {count}</source>
      <extracomment>window</extracomment>
      <translation>, {count}개 중 {done}개</translation>
    </message>
    <message>
      <source>Starting</source>
      <extracomment>window</extracomment>
      <translation>시작하는 중</translation>
    </message>
    <message>
      <source>It is made for {_settings_of}, which are set now</source>
      <extracomment>window</extracomment>
      <translation>{_settings_of}에 맞춰져 있어 그렇게 설정했습니다</translation>
    </message>
    <message>
      <source>Learning</source>
      <extracomment>window</extracomment>
      <translation>배우기</translation>
    </message>
    <message>
      <source>Preparing</source>
      <extracomment>window</extracomment>
      <translation>준비하는 중</translation>
    </message>
    <message>
      <source>Save Gradient</source>
      <extracomment>window</extracomment>
      <translation>그라디언트 저장</translation>
    </message>
    <message>
      <source>Name of the gradient. One of your own with this name is replaced.</source>
      <extracomment>window</extracomment>
      <translation>그라디언트의 이름. 가진 그라디언트 가운데 같은 이름이 있으면 바뀝니다.</translation>
    </message>
    <message>
      <source>The gradient “{name}” is saved</source>
      <extracomment>window</extracomment>
      <translation>“{name}” 그라디언트를 저장했습니다</translation>
    </message>
    <message>
      <source>The gradient “{name}” is deleted</source>
      <extracomment>window</extracomment>
      <translation>“{name}” 그라디언트를 지웠습니다</translation>
    </message>
    <message>
      <source>There is no trash here: once this message is gone, so is the gradient.</source>
      <extracomment>window</extracomment>
      <translation>여기에는 휴지통이 없습니다. 이 알림이 사라지면 그라디언트도 사라집니다.</translation>
    </message>
    <message>
      <source>The gradient “{name}” is back</source>
      <extracomment>window</extracomment>
      <translation>“{name}” 그라디언트를 되살렸습니다</translation>
    </message>
    <message>
      <source>The gradient “{name}” is imported.</source>
      <extracomment>window</extracomment>
      <translation>“{name}” 그라디언트를 가져왔습니다.</translation>
    </message>
    <message>
      <source>Import Gradients</source>
      <extracomment>window</extracomment>
      <translation>그라디언트 가져오기</translation>
    </message>
    <message>
      <source>Gradients (*.ggr *.svg);;All files (*)</source>
      <extracomment>window</extracomment>
      <translation>그라디언트 (*.ggr *.svg);;모든 파일 (*)</translation>
    </message>
    <message>
      <source>{len} gradients are imported.</source>
      <extracomment>window</extracomment>
      <translation>그라디언트 {len}개를 가져왔습니다.</translation>
    </message>
    <message>
      <source>Export Gradient</source>
      <extracomment>window</extracomment>
      <translation>그라디언트 내보내기</translation>
    </message>
    <message>
      <source>GIMP gradients (*.ggr)</source>
      <extracomment>window</extracomment>
      <translation>GIMP 그라디언트 (*.ggr)</translation>
    </message>
    <message>
      <source>The picture is a new layer</source>
      <extracomment>window</extracomment>
      <translation>그림이 새 레이어가 되었습니다</translation>
    </message>
    <message>
      <source>New Guide</source>
      <extracomment>window</extracomment>
      <translation>새 안내선</translation>
    </message>
    <message>
      <source>Vertical</source>
      <extracomment>window</extracomment>
      <translation>세로</translation>
    </message>
    <message>
      <source>Horizontal</source>
      <extracomment>window</extracomment>
      <translation>가로</translation>
    </message>
    <message>
      <source>&amp;Direction</source>
      <extracomment>window</extracomment>
      <translation>방향(&amp;D)</translation>
    </message>
    <message>
      <source>&amp;Place</source>
      <extracomment>window</extracomment>
      <translation>위치(&amp;P)</translation>
    </message>
    <message>
      <source>O&amp;f the canvas</source>
      <extracomment>window</extracomment>
      <translation>캔버스의 비율(&amp;F)</translation>
    </message>
    <message>
      <source>From the left or upper edge of the canvas.</source>
      <extracomment>window</extracomment>
      <translation>캔버스의 왼쪽 또는 위쪽 가장자리에서 잽니다.</translation>
    </message>
    <message>
      <source>Grid Spacing</source>
      <extracomment>window</extracomment>
      <translation>격자 간격</translation>
    </message>
    <message>
      <source>&amp;Across</source>
      <extracomment>window</extracomment>
      <translation>가로(&amp;A)</translation>
    </message>
    <message>
      <source>&amp;Down</source>
      <extracomment>window</extracomment>
      <translation>세로(&amp;D)</translation>
    </message>
    <message>
      <source>&amp;Parts</source>
      <extracomment>window</extracomment>
      <translation>나눔(&amp;P)</translation>
    </message>
    <message>
      <source>Begins at &amp;x</source>
      <extracomment>window</extracomment>
      <translation>시작 x(&amp;X)</translation>
    </message>
    <message>
      <source>Begins at &amp;y</source>
      <extracomment>window</extracomment>
      <translation>시작 y(&amp;Y)</translation>
    </message>
    <message>
      <source>Weaker lines divide what is between two lines into parts.</source>
      <extracomment>window</extracomment>
      <translation>두 선 사이를 더 옅은 선이 나눕니다.</translation>
    </message>
    <message>
      <source>The picture and all its layers are stretched; now {size} pixels.</source>
      <extracomment>window</extracomment>
      <translation>그림과 모든 레이어가 늘어나거나 줄어듭니다. 지금은 {size} 픽셀입니다.</translation>
    </message>
    <message>
      <source>Image Size</source>
      <extracomment>window</extracomment>
      <translation>이미지 크기</translation>
    </message>
    <message>
      <source>&amp;Keep proportions</source>
      <extracomment>window</extracomment>
      <translation>비율 유지(&amp;K)</translation>
    </message>
    <message>
      <source>&amp;Method</source>
      <extracomment>window</extracomment>
      <translation>방법(&amp;M)</translation>
    </message>
    <message>
      <source>{batch} × {replace}, {steps} steps</source>
      <extracomment>window</extracomment>
      <translation>{batch} × {replace}, {steps}단계</translation>
    </message>
    <message>
      <source>{steps} steps</source>
      <extracomment>window</extracomment>
      <translation>{steps}단계</translation>
    </message>
    <message>
      <source>upscale to {target} px</source>
      <extracomment>window</extracomment>
      <translation>{target} px로 확대</translation>
    </message>
    <message>
      <source>The model was not found.</source>
      <extracomment>window</extracomment>
      <translation>모델을 찾지 못했습니다.</translation>
    </message>
    <message>
      <source>Waits until the model is taught; pause the training to paint live.</source>
      <extracomment>window</extracomment>
      <translation>모델을 가르칠 때까지 기다립니다. 실시간으로 그리려면 학습을 멈추세요.</translation>
    </message>
    <message>
      <source>Waits for the pictures you asked for.</source>
      <extracomment>window</extracomment>
      <translation>요청한 그림을 기다립니다.</translation>
    </message>
    <message>
      <source>Painting along…</source>
      <extracomment>window</extracomment>
      <translation>함께 그리는 중…</translation>
    </message>
    <message>
      <source>Up to date.</source>
      <extracomment>window</extracomment>
      <translation>최신 상태입니다.</translation>
    </message>
    <message>
      <source>Paint, and the model paints along.</source>
      <extracomment>window</extracomment>
      <translation>그리면 모델이 함께 그립니다.</translation>
    </message>
    <message>
      <source>&amp;Control Map</source>
      <extracomment>window</extracomment>
      <translation>컨트롤 맵(&amp;C)</translation>
    </message>
    <message>
      <source>Control maps</source>
      <extracomment>window</extracomment>
      <translation>제어 맵</translation>
    </message>
    <message>
      <source>{title}	needs files</source>
      <extracomment>window</extracomment>
      <translation>{title}	파일 필요</translation>
    </message>
    <message>
      <source>Adds a map of the picture as a layer: {title}</source>
      <extracomment>window</extracomment>
      <translation>그림의 맵을 레이어로 추가합니다: {title}</translation>
    </message>
    <message>
      <source>whole</source>
      <extracomment>window</extracomment>
      <translation>전체</translation>
    </message>
    <message>
      <source>parts in turn</source>
      <extracomment>window</extracomment>
      <translation>부분을 차례로</translation>
    </message>
    <message>
      <source>streamed</source>
      <extracomment>window</extracomment>
      <translation>흘려 보내기</translation>
    </message>
    <message>
      <source>8-bit weights</source>
      <extracomment>window</extracomment>
      <translation>8비트 가중치</translation>
    </message>
    <message>
      <source>4-bit weights</source>
      <extracomment>window</extracomment>
      <translation>4비트 가중치</translation>
    </message>
    <message>
      <source>Needs about {needs}, more than the {has} there are: {way}</source>
      <extracomment>window</extracomment>
      <translation>약 {needs} 필요, 있는 {has}보다 많음: {way}</translation>
    </message>
    <message>
      <source>Needs about {needs} of {has}: {way}</source>
      <extracomment>window</extracomment>
      <translation>{has} 중 약 {needs} 필요: {way}</translation>
    </message>
    <message>
      <source>Needs about {needs} of {has}</source>
      <extracomment>window</extracomment>
      <translation>{has} 중 약 {needs} 필요</translation>
    </message>
    <message>
      <source>Folder with Models</source>
      <extracomment>window</extracomment>
      <translation>모델이 있는 폴더</translation>
    </message>
    <message>
      <source>{title} is in use{told}</source>
      <extracomment>window</extracomment>
      <translation>{title}을(를) 쓰는 중입니다{told}</translation>
    </message>
    <message>
      <source>“{title}” (built on it)</source>
      <extracomment>window</extracomment>
      <translation>“{title}”(이것을 바탕으로 함)</translation>
    </message>
    <message>
      <source>“{file}” is made.</source>
      <extracomment>window</extracomment>
      <translation>“{file}”을(를) 만들었습니다.</translation>
    </message>
    <message>
      <source>The file that it was made of is not needed any more.</source>
      <extracomment>window</extracomment>
      <translation>원래 파일은 더 이상 필요하지 않습니다.</translation>
    </message>
    <message>
      <source>Picture of a Model</source>
      <extracomment>window</extracomment>
      <translation>모델의 그림</translation>
    </message>
    <message>
      <source>Putting {name} in its place…</source>
      <extracomment>window</extracomment>
      <translation>{name}을(를) 제자리에 놓는 중…</translation>
    </message>
    <message>
      <source>this picture</source>
      <extracomment>window</extracomment>
      <translation>이 그림</translation>
    </message>
    <message>
      <source>new pictures</source>
      <extracomment>window</extracomment>
      <translation>새 그림</translation>
    </message>
    <message>
      <source> in the style {name}</source>
      <extracomment>window</extracomment>
      <translation> “{name}” 스타일로</translation>
    </message>
    <message>
      <source>Remove Model</source>
      <extracomment>window</extracomment>
      <translation>모델 없애기</translation>
    </message>
    <message>
      <source>Move “{title}” to the trash?</source>
      <extracomment>window</extracomment>
      <translation>“{title}”을(를) 휴지통으로 옮길까요?</translation>
    </message>
    <message>
      <source> It is used by {join}.</source>
      <extracomment>window</extracomment>
      <translation> {join}에서 쓰고 있습니다.</translation>
    </message>
    <message>
      <source>{size} are freed once it is emptied.{used}</source>
      <extracomment>window</extracomment>
      <translation>휴지통을 비우면 {size}가 비워집니다.{used}</translation>
    </message>
    <message>
      <source>is in the trash</source>
      <extracomment>window</extracomment>
      <translation>휴지통에 있습니다</translation>
    </message>
    <message>
      <source>is removed</source>
      <extracomment>window</extracomment>
      <translation>지워졌습니다</translation>
    </message>
    <message>
      <source>{name} is a {title} and is {used} now.</source>
      <extracomment>window</extracomment>
      <translation>{name}은(는) {title}이며 지금 {used}입니다.</translation>
    </message>
    <message>
      <source>{len} files were put where models are kept.</source>
      <extracomment>window</extracomment>
      <translation>파일 {len}개를 모델 폴더에 넣었습니다.</translation>
    </message>
    <message>
      <source>It lies in {parent}.</source>
      <extracomment>window</extracomment>
      <translation>{parent}에 있습니다.</translation>
    </message>
    <message>
      <source>{name} Panel</source>
      <extracomment>window</extracomment>
      <translation>{name} 패널</translation>
    </message>
    <message>
      <source>View</source>
      <extracomment>window</extracomment>
      <translation>보기</translation>
    </message>
    <message>
      <source>Shows or hides the {name} panel</source>
      <extracomment>window</extracomment>
      <translation>{name} 패널을 보이거나 숨깁니다</translation>
    </message>
    <message>
      <source>Command palette</source>
      <extracomment>window</extracomment>
      <translation>명령 찾기</translation>
    </message>
    <message>
      <source>What do you want to do?</source>
      <extracomment>window</extracomment>
      <translation>무엇을 하고 싶으세요?</translation>
    </message>
    <message>
      <source>Search for an action</source>
      <extracomment>window</extracomment>
      <translation>명령 찾기</translation>
    </message>
    <message>
      <source>Actions that fit</source>
      <extracomment>window</extracomment>
      <translation>맞는 명령</translation>
    </message>
    <message>
      <source>Nothing fits. Try fewer letters.</source>
      <extracomment>window</extracomment>
      <translation>맞는 것이 없습니다. 글자를 줄여 보세요.</translation>
    </message>
    <message>
      <source>Cannot be done now: </source>
      <extracomment>window</extracomment>
      <translation>지금은 할 수 없음: </translation>
    </message>
    <message>
      <source>&amp;Delete Palette</source>
      <extracomment>window</extracomment>
      <translation>팔레트 삭제(&amp;D)</translation>
    </message>
    <message>
      <source>&amp;New Palette…</source>
      <extracomment>window</extracomment>
      <translation>새 팔레트(&amp;N)…</translation>
    </message>
    <message>
      <source>&amp;Import GIMP Palette…</source>
      <extracomment>window</extracomment>
      <translation>GIMP 팔레트 가져오기(&amp;I)…</translation>
    </message>
    <message>
      <source>&amp;Export as GIMP Palette…</source>
      <extracomment>window</extracomment>
      <translation>GIMP 팔레트로 내보내기(&amp;E)…</translation>
    </message>
    <message>
      <source>New Palette</source>
      <extracomment>window</extracomment>
      <translation>새 팔레트</translation>
    </message>
    <message>
      <source>Name of the palette</source>
      <extracomment>window</extracomment>
      <translation>팔레트의 이름</translation>
    </message>
    <message>
      <source>Import Palette</source>
      <extracomment>window</extracomment>
      <translation>팔레트 가져오기</translation>
    </message>
    <message>
      <source>GIMP palettes (*.gpl)</source>
      <extracomment>window</extracomment>
      <translation>GIMP 팔레트 (*.gpl)</translation>
    </message>
    <message>
      <source>Export Palette</source>
      <extracomment>window</extracomment>
      <translation>팔레트 내보내기</translation>
    </message>
    <message>
      <source>Colour</source>
      <extracomment>window</extracomment>
      <translation>색</translation>
    </message>
    <message>
      <source>Palettes</source>
      <extracomment>window</extracomment>
      <translation>팔레트</translation>
    </message>
    <message>
      <source>Navigator</source>
      <extracomment>window</extracomment>
      <translation>내비게이터</translation>
    </message>
    <message>
      <source>Queue</source>
      <extracomment>window</extracomment>
      <translation>대기열</translation>
    </message>
    <message>
      <source>Reference Pictures</source>
      <extracomment>window</extracomment>
      <translation>참고 그림</translation>
    </message>
    <message>
      <source>No model was found.</source>
      <extracomment>window</extracomment>
      <translation>모델을 찾지 못했습니다.</translation>
    </message>
    <message>
      <source>Looking for models…</source>
      <extracomment>window</extracomment>
      <translation>모델을 찾는 중…</translation>
    </message>
    <message>
      <source>The language changes when Underpaint is started again.</source>
      <extracomment>window</extracomment>
      <translation>Underpaint를 다시 시작하면 언어가 바뀝니다.</translation>
    </message>
    <message>
      <source>Models run there from the next start on.</source>
      <extracomment>window</extracomment>
      <translation>다음에 시작할 때부터 그곳에서 모델이 실행됩니다.</translation>
    </message>
    <message>
      <source>Preferences</source>
      <extracomment>window</extracomment>
      <translation>환경 설정</translation>
    </message>
    <message>
      <source>Model folders</source>
      <extracomment>window</extracomment>
      <translation>모델 폴더</translation>
    </message>
    <message>
      <source>Looks for models in one more folder</source>
      <extracomment>window</extracomment>
      <translation>모델을 찾을 폴더를 추가합니다</translation>
    </message>
    <message>
      <source>Looks there no more; its files stay</source>
      <extracomment>window</extracomment>
      <translation>더 이상 그 폴더에서 찾지 않습니다. 파일은 그대로 남습니다</translation>
    </message>
    <message>
      <source>Folders in which models are looked for, besides the usual</source>
      <extracomment>window</extracomment>
      <translation>기본 폴더 외에 모델을 찾을 폴더</translation>
    </message>
    <message>
      <source>Layer {number}</source>
      <extracomment>window</extracomment>
      <translation>레이어 {number}</translation>
    </message>
    <message>
      <source>Background</source>
      <extracomment>window</extracomment>
      <translation>배경</translation>
    </message>
    <message>
      <source>Open &amp;Recent</source>
      <extracomment>window</extracomment>
      <translation>최근 파일 열기(&amp;R)</translation>
    </message>
    <message>
      <source>This file is not there any more.</source>
      <extracomment>window</extracomment>
      <translation>이 파일은 이제 없습니다.</translation>
    </message>
    <message>
      <source>Nothing yet</source>
      <extracomment>window</extracomment>
      <translation>아직 없음</translation>
    </message>
    <message>
      <source>&amp;Clear List</source>
      <extracomment>window</extracomment>
      <translation>목록 비우기(&amp;C)</translation>
    </message>
    <message>
      <source>What is kept for later is under File &gt; Recover Unsaved…, for {days} days from when it was first shown here.</source>
      <extracomment>window</extracomment>
      <translation>나중으로 남겨 둔 것은 파일 &gt; 저장하지 않은 그림 복구…에 처음 보인 때부터 {days}일 동안 있습니다.</translation>
    </message>
    <message>
      <source>It was autosaved {ago}. Save it to keep it.</source>
      <extracomment>window</extracomment>
      <translation>{ago} 자동 저장되었습니다. 남기려면 저장하세요.</translation>
    </message>
    <message>
      <source>The file was saved after this.</source>
      <extracomment>window</extracomment>
      <translation>파일은 이보다 뒤에 저장되었습니다.</translation>
    </message>
    <message>
      <source>Discard the unsaved changes to {title}?</source>
      <extracomment>window</extracomment>
      <translation>{title}의 저장하지 않은 변경을 버릴까요?</translation>
    </message>
    <message>
      <source>They cannot be brought back.</source>
      <extracomment>window</extracomment>
      <translation>되살릴 수 없습니다.</translation>
    </message>
    <message>
      <source> {others} more under File &gt; Recover Unsaved…</source>
      <extracomment>window</extracomment>
      <translation> 파일 &gt; 저장하지 않은 그림 복구…에 {others}개 더 있습니다.</translation>
    </message>
    <message>
      <source>{title} is recovered.</source>
      <extracomment>window</extracomment>
      <translation>{title}을(를) 복구했습니다.</translation>
    </message>
    <message>
      <source>Never saved to a file</source>
      <extracomment>window</extracomment>
      <translation>파일로 저장한 적 없음</translation>
    </message>
    <message>
      <source>1 layer</source>
      <extracomment>window</extracomment>
      <translation>레이어 1개</translation>
    </message>
    <message>
      <source>{layers} layers</source>
      <extracomment>window</extracomment>
      <translation>레이어 {layers}개</translation>
    </message>
    <message>
      <source>The file is not there any more.</source>
      <extracomment>window</extracomment>
      <translation>파일이 이제 없습니다.</translation>
    </message>
    <message>
      <source>Unsaved pictures that were kept too long, or took too much room, had to go: {removed}.</source>
      <extracomment>window</extracomment>
      <translation>너무 오래 남아 있었거나 자리를 너무 많이 차지한 저장되지 않은 그림을 지웠습니다: {removed}.</translation>
    </message>
    <message>
      <source>There is nothing to recover.</source>
      <extracomment>window</extracomment>
      <translation>복구할 것이 없습니다.</translation>
    </message>
    <message>
      <source>“{name}” is made again, {what}</source>
      <extracomment>window</extracomment>
      <translation>“{name}”을(를) 다시 만듭니다, {what}</translation>
    </message>
    <message>
      <source>from what has changed</source>
      <extracomment>window</extracomment>
      <translation>바뀐 것으로</translation>
    </message>
    <message>
      <source>with another seed</source>
      <extracomment>window</extracomment>
      <translation>다른 시드로</translation>
    </message>
    <message>
      <source>It was steered by an older version, which did not keep how: that is not done again.</source>
      <extracomment>window</extracomment>
      <translation>이전 버전에서 조종하며 만들어 그 과정이 남아 있지 않습니다. 그 부분은 다시 하지 않습니다.</translation>
    </message>
    <message>
      <source>The picture reaches every edge of the canvas: nothing to crop.</source>
      <extracomment>window</extracomment>
      <translation>그림이 캔버스의 모든 가장자리에 닿아 자를 것이 없습니다.</translation>
    </message>
    <message>
      <source>Select layer's opacity</source>
      <extracomment>window</extracomment>
      <translation>레이어 불투명도 선택</translation>
    </message>
    <message>
      <source>Choose an action to change its keys</source>
      <extracomment>window</extracomment>
      <translation>키를 바꿀 명령을 고르세요</translation>
    </message>
    <message>
      <source>Shortcuts</source>
      <extracomment>window</extracomment>
      <translation>단축키</translation>
    </message>
    <message>
      <source>Type to search for an action or its keys</source>
      <extracomment>window</extracomment>
      <translation>명령이나 키를 입력해 찾으세요</translation>
    </message>
    <message>
      <source>&amp;Keys as in</source>
      <extracomment>window</extracomment>
      <translation>키 방식(&amp;K)</translation>
    </message>
    <message>
      <source>New keys of the chosen action</source>
      <extracomment>window</extracomment>
      <translation>고른 명령의 새 키</translation>
    </message>
    <message>
      <source>&amp;Set</source>
      <extracomment>window</extracomment>
      <translation>설정(&amp;S)</translation>
    </message>
    <message>
      <source>Gives the action these keys alone</source>
      <extracomment>window</extracomment>
      <translation>명령에 이 키만 줍니다</translation>
    </message>
    <message>
      <source>&amp;Add</source>
      <extracomment>window</extracomment>
      <translation>추가(&amp;A)</translation>
    </message>
    <message>
      <source>Gives the action these keys as well</source>
      <extracomment>window</extracomment>
      <translation>명령에 이 키도 줍니다</translation>
    </message>
    <message>
      <source>&amp;Remove</source>
      <extracomment>window</extracomment>
      <translation>없애기(&amp;R)</translation>
    </message>
    <message>
      <source>Takes all keys from the action</source>
      <extracomment>window</extracomment>
      <translation>명령에서 모든 키를 뺍니다</translation>
    </message>
    <message>
      <source>Rese&amp;t</source>
      <extracomment>window</extracomment>
      <translation>초기화(&amp;T)</translation>
    </message>
    <message>
      <source>Gives the action the keys of the profile again</source>
      <extracomment>window</extracomment>
      <translation>명령에 방식의 키를 다시 줍니다</translation>
    </message>
    <message>
      <source>Reset A&amp;ll</source>
      <extracomment>window</extracomment>
      <translation>모두 초기화(&amp;L)</translation>
    </message>
    <message>
      <source>Takes back all changes to the keys of the profile</source>
      <extracomment>window</extracomment>
      <translation>방식의 키를 바꾼 것을 모두 되돌립니다</translation>
    </message>
    <message>
      <source>Actions and their keys</source>
      <extracomment>window</extracomment>
      <translation>명령과 키</translation>
    </message>
    <message>
      <source>Action</source>
      <extracomment>window</extracomment>
      <translation>명령</translation>
    </message>
    <message>
      <source>What it does</source>
      <extracomment>window</extracomment>
      <translation>하는 일</translation>
    </message>
    <message>
      <source>While held</source>
      <extracomment>window</extracomment>
      <translation>누르고 있는 동안</translation>
    </message>
    <message>
      <source>{keys} belongs to “{action}”, which will lose it.</source>
      <extracomment>window</extracomment>
      <translation>{keys}은(는) “{action}”의 키이며, 그쪽에서 없어집니다.</translation>
    </message>
    <message>
      <source>Click into the field and press the new keys.</source>
      <extracomment>window</extracomment>
      <translation>칸을 누르고 새 키를 누르세요.</translation>
    </message>
    <message>
      <source>  or  </source>
      <extracomment>window</extracomment>
      <translation>  또는  </translation>
    </message>
    <message>
      <source>You paint with the starter model: a small one to learn with, which knows some 75 drawn things.</source>
      <extracomment>window</extracomment>
      <translation>지금은 시작 모델로 그립니다. 배우기 위한 작은 모델로, 그림 세계의 사물 75가지쯤을 압니다.</translation>
    </message>
    <message>
      <source>For pictures of anything else, {model} suits this machine: {size} GB to fetch.</source>
      <extracomment>window</extracomment>
      <translation>다른 것을 그리려면 이 컴퓨터에는 {model} 모델이 알맞습니다. 받을 크기는 {size} GB입니다.</translation>
    </message>
    <message>
      <source>Sizes of {model}, and larger ones</source>
      <extracomment>window</extracomment>
      <translation>{model}에 맞는 크기와 더 큰 크기</translation>
    </message>
    <message>
      <source>For pictures of anything else, fetch a larger model.</source>
      <extracomment>window</extracomment>
      <translation>다른 것을 그리려면 더 큰 모델을 받으세요.</translation>
    </message>
    <message>
      <source>Landscape</source>
      <extracomment>window</extracomment>
      <translation>가로</translation>
    </message>
    <message>
      <source>Portrait</source>
      <extracomment>window</extracomment>
      <translation>세로</translation>
    </message>
    <message>
      <source>Double</source>
      <extracomment>window</extracomment>
      <translation>두 배</translation>
    </message>
    <message>
      <source>Full HD</source>
      <extracomment>window</extracomment>
      <translation>Full HD</translation>
    </message>
    <message>
      <source>A4, 300 dpi</source>
      <extracomment>window</extracomment>
      <translation>A4, 300 dpi</translation>
    </message>
    <message>
      <source>You paint with {model}.</source>
      <extracomment>window</extracomment>
      <translation>지금은 {model}(으)로 그립니다.</translation>
    </message>
    <message>
      <source>Zoom. Click to see the whole canvas (Ctrl+0)</source>
      <extracomment>window</extracomment>
      <translation>확대 비율. 누르면 캔버스 전체를 봅니다 (Ctrl+0)</translation>
    </message>
    <message>
      <source>The view is turned or mirrored. Click to see it upright</source>
      <extracomment>window</extracomment>
      <translation>보기가 돌아갔거나 뒤집혔습니다. 누르면 바로 세웁니다</translation>
    </message>
    <message>
      <source>A model is being taught. Click to see how it goes</source>
      <extracomment>window</extracomment>
      <translation>모델을 가르치는 중입니다. 누르면 진행을 봅니다</translation>
    </message>
    <message>
      <source>ready</source>
      <extracomment>window</extracomment>
      <translation>준비됨</translation>
    </message>
    <message>
      <source>Pointer position</source>
      <extracomment>window</extracomment>
      <translation>포인터 위치</translation>
    </message>
    <message>
      <source>Canvas size</source>
      <extracomment>window</extracomment>
      <translation>캔버스 크기</translation>
    </message>
    <message>
      <source>Zoom</source>
      <extracomment>window</extracomment>
      <translation>확대/축소</translation>
    </message>
    <message>
      <source>Rotation of the view</source>
      <extracomment>window</extracomment>
      <translation>보기 회전</translation>
    </message>
    <message>
      <source>Training</source>
      <extracomment>window</extracomment>
      <translation>학습</translation>
    </message>
    <message>
      <source>Device</source>
      <extracomment>window</extracomment>
      <translation>장치</translation>
    </message>
    <message>
      <source>mirrored</source>
      <extracomment>window</extracomment>
      <translation>뒤집힘</translation>
    </message>
    <message>
      <source>Paused after step {step} of {steps}, picture {number} of {count}</source>
      <extracomment>window</extracomment>
      <translation>{steps}단계 중 {step}단계 뒤에 일시 정지됨, 그림 {count}장 중 {number}번째</translation>
    </message>
    <message>
      <source>Paused after step {step} of {steps}</source>
      <extracomment>window</extracomment>
      <translation>{steps}단계 중 {step}단계 뒤에 일시 정지됨</translation>
    </message>
    <message>
      <source>Painted on the preview</source>
      <extracomment>window</extracomment>
      <translation>미리보기 위에 그린 것</translation>
    </message>
    <message>
      <source>&amp;Where</source>
      <extracomment>window</extracomment>
      <translation>위치(&amp;W)</translation>
    </message>
    <message>
      <source>Inside the edge</source>
      <extracomment>window</extracomment>
      <translation>가장자리 안쪽</translation>
    </message>
    <message>
      <source>Along its middle</source>
      <extracomment>window</extracomment>
      <translation>가장자리 가운데</translation>
    </message>
    <message>
      <source>Outside the edge</source>
      <extracomment>window</extracomment>
      <translation>가장자리 바깥쪽</translation>
    </message>
    <message>
      <source>The style “{name}” is deleted.</source>
      <extracomment>window</extracomment>
      <translation>“{name}” 스타일을 지웠습니다.</translation>
    </message>
    <message>
      <source>It also keeps: {title}, {steps} steps, {SAMPLERS}, guidance {guidance_scale}{vae}{loras}.</source>
      <extracomment>window</extracomment>
      <translation>함께 남는 것: {title}, {steps}단계, {SAMPLERS}, 가이던스 {guidance_scale}{vae}{loras}.</translation>
    </message>
    <message>
      <source>Of the style “{name}” this is not here: {join}.</source>
      <extracomment>window</extracomment>
      <translation>“{name}” 스타일의 다음이 여기에 없습니다: {join}.</translation>
    </message>
    <message>
      <source>Generate &gt; Models fetches it. The rest of the style is in use.</source>
      <extracomment>window</extracomment>
      <translation>생성 &gt; 모델에서 받을 수 있습니다. 스타일의 나머지는 쓰고 있습니다.</translation>
    </message>
    <message>
      <source>Import Style</source>
      <extracomment>window</extracomment>
      <translation>스타일 가져오기</translation>
    </message>
    <message>
      <source>Export Style</source>
      <extracomment>window</extracomment>
      <translation>스타일 내보내기</translation>
    </message>
    <message>
      <source>Undo takes it back.</source>
      <extracomment>window</extracomment>
      <translation>실행 취소로 되돌립니다.</translation>
    </message>
    <message>
      <source>“{title}” is in use.</source>
      <extracomment>window</extracomment>
      <translation>“{title}”을(를) 쓰고 있습니다.</translation>
    </message>
    <message>
      <source>“{title}” is the model that paints now.</source>
      <extracomment>window</extracomment>
      <translation>이제 “{title}” 모델로 그립니다.</translation>
    </message>
    <message>
      <source>Its copies of the pictures, its samples and its checkpoints are deleted.</source>
      <extracomment>window</extracomment>
      <translation>그림의 사본, 샘플, 체크포인트가 지워집니다.</translation>
    </message>
    <message>
      <source>Delete Training</source>
      <extracomment>window</extracomment>
      <translation>학습 삭제</translation>
    </message>
    <message>
      <source>Delete the training “{title}”?</source>
      <extracomment>window</extracomment>
      <translation>학습 “{title}”을(를) 삭제할까요?</translation>
    </message>
    <message>
      <source>What was learned stays with your models.</source>
      <extracomment>window</extracomment>
      <translation>배운 것은 모델과 함께 남습니다.</translation>
    </message>
    <message>
      <source>Delete</source>
      <extracomment>window</extracomment>
      <translation>삭제</translation>
    </message>
    <message>
      <source>Teaching {steps} %</source>
      <extracomment>window</extracomment>
      <translation>가르치는 중 {steps} %</translation>
    </message>
    <message>
      <source>“{title}” is learned.</source>
      <extracomment>window</extracomment>
      <translation>“{title}”을(를) 배웠습니다.</translation>
    </message>
    <message>
      <source>The Teach window adds it to the picture.</source>
      <extracomment>window</extracomment>
      <translation>가르치기 창에서 그림에 더합니다.</translation>
    </message>
    <message>
      <source>Teaching…</source>
      <extracomment>window</extracomment>
      <translation>가르치는 중…</translation>
    </message>
    <message>
      <source>No more tips</source>
      <extracomment>window</extracomment>
      <translation>도움말 그만 보기</translation>
    </message>
    <message>
      <source>Ctrl+Shift+P finds every action by a few letters.</source>
      <extracomment>window</extracomment>
      <translation>Ctrl+Shift+P로 글자 몇 개만으로 모든 명령을 찾습니다.</translation>
    </message>
    <message>
      <source>It shows the keys, too.</source>
      <extracomment>window</extracomment>
      <translation>키도 함께 보여 줍니다.</translation>
    </message>
    <message>
      <source>Paint a mask (Q), and only that part is painted anew.</source>
      <extracomment>window</extracomment>
      <translation>마스크(Q)를 칠하면 그 부분만 새로 그려집니다.</translation>
    </message>
    <message>
      <source>Say in the prompt what shall be there.</source>
      <extracomment>window</extracomment>
      <translation>거기에 무엇이 있을지 프롬프트에 쓰세요.</translation>
    </message>
    <message>
      <source>Drop a picture with Shift held, and it is pinned beside the canvas.</source>
      <extracomment>window</extracomment>
      <translation>Shift를 누른 채 그림을 놓으면 캔버스 옆에 붙습니다.</translation>
    </message>
    <message>
      <source>The model does not see it; the eyedropper does.</source>
      <extracomment>window</extracomment>
      <translation>모델은 보지 못하지만 스포이트는 봅니다.</translation>
    </message>
    <message>
      <source>Hold Alt with a brush in hand to take a colour from the picture.</source>
      <extracomment>window</extracomment>
      <translation>붓을 든 채 Alt를 누르면 그림에서 색을 땁니다.</translation>
    </message>
    <message>
      <source>With the right button, Alt changes the brush's size and hardness.</source>
      <extracomment>window</extracomment>
      <translation>오른쪽 버튼과 함께면 Alt가 붓의 크기와 경도를 바꿉니다.</translation>
    </message>
    <message>
      <source>Regions (R) have prompts of their own.</source>
      <extracomment>window</extracomment>
      <translation>영역(R)은 자기 프롬프트를 가집니다.</translation>
    </message>
    <message>
      <source>Draw a box, and say what shall be in it.</source>
      <extracomment>window</extracomment>
      <translation>상자를 그리고 그 안에 무엇이 있을지 쓰세요.</translation>
    </message>
    <message>
      <source>Shift+H mirrors the view, which shows what is askew.</source>
      <extracomment>window</extracomment>
      <translation>Shift+H는 보기를 뒤집어 비뚤어진 곳을 드러냅니다.</translation>
    </message>
    <message>
      <source>The picture stays as it is.</source>
      <extracomment>window</extracomment>
      <translation>그림은 그대로입니다.</translation>
    </message>
    <message>
      <source>A picture that was saved here carries its recipe.</source>
      <extracomment>window</extracomment>
      <translation>여기서 저장한 그림은 레시피를 지닙니다.</translation>
    </message>
    <message>
      <source>Drop it on the Generate panel to have prompt, seed and settings back.</source>
      <extracomment>window</extracomment>
      <translation>생성 패널에 놓으면 프롬프트, 시드, 설정이 돌아옵니다.</translation>
    </message>
    <message>
      <source>Keys can be those of Krita or Photoshop.</source>
      <extracomment>window</extracomment>
      <translation>키를 크리타나 포토샵처럼 쓸 수 있습니다.</translation>
    </message>
    <message>
      <source>F1 lists all keys and changes them.</source>
      <extracomment>window</extracomment>
      <translation>F1이 모든 키를 보여 주고 바꿉니다.</translation>
    </message>
    <message>
      <source>Step {number} of {all}</source>
      <extracomment>window</extracomment>
      <translation>{all}단계 중 {number}단계</translation>
    </message>
    <message>
      <source>Choose a colour</source>
      <extracomment>window</extracomment>
      <translation>색을 고르세요</translation>
    </message>
    <message>
      <source>This is where colours are chosen. Take a blue for the sky.</source>
      <extracomment>window</extracomment>
      <translation>여기서 색을 고릅니다. 하늘을 위해 파란색을 골라 보세요.</translation>
    </message>
    <message>
      <source>Paint a few broad strokes on the canvas. [ and ] change the brush's size, the wheel zooms, and Space with a drag moves the canvas.</source>
      <extracomment>window</extracomment>
      <translation>캔버스에 넓게 몇 획 그어 보세요. [ 와 ]는 붓의 크기를 바꾸고, 휠은 확대하며, Space를 누르고 끌면 캔버스가 움직입니다.</translation>
    </message>
    <message>
      <source>Say what it shall be</source>
      <extracomment>window</extracomment>
      <translation>무엇이 될지 말하세요</translation>
    </message>
    <message>
      <source>Type what you want to see. The starter model knows a small drawn world: try “a cat on a beach”.</source>
      <extracomment>window</extracomment>
      <translation>보고 싶은 것을 입력하세요. 스타터 모델은 작은 그려진 세계를 압니다. “a cat on a beach”를 써 보세요.</translation>
    </message>
    <message>
      <source>The model paints over what you painted. The line above the button says what it will do. Press it, or Ctrl+Enter.</source>
      <extracomment>window</extracomment>
      <translation>모델이 그린 것 위에 덧그립니다. 버튼 위의 줄이 무엇을 할지 알려 줍니다. 버튼이나 Ctrl+Enter를 누르세요.</translation>
    </message>
    <message>
      <source>Look at the candidates</source>
      <extracomment>window</extracomment>
      <translation>후보를 살펴보세요</translation>
    </message>
    <message>
      <source>Pictures appear here while they grow. Click one to see it in place; nothing on the canvas is replaced. Hold C to see what is below it.</source>
      <extracomment>window</extracomment>
      <translation>그림이 자라는 동안 여기에 나타납니다. 하나를 누르면 제자리에서 볼 수 있고 캔버스는 바뀌지 않습니다. C를 누르고 있으면 아래 것이 보입니다.</translation>
    </message>
    <message>
      <source>Apply one</source>
      <extracomment>window</extracomment>
      <translation>하나를 적용하세요</translation>
    </message>
    <message>
      <source>The picture you like becomes a layer of its own: press this button.</source>
      <extracomment>window</extracomment>
      <translation>마음에 드는 그림이 새 레이어가 됩니다. 이 버튼을 누르세요.</translation>
    </message>
    <message>
      <source>Everything can be taken back: press Ctrl+Z. Then bring the picture back again with Ctrl+Shift+Z.</source>
      <extracomment>window</extracomment>
      <translation>모든 것을 되돌릴 수 있습니다. Ctrl+Z를 누르세요. 그런 다음 Ctrl+Shift+Z로 그림을 다시 가져오세요.</translation>
    </message>
    <message>
      <source>Mask a part</source>
      <extracomment>window</extracomment>
      <translation>일부를 마스크로</translation>
    </message>
    <message>
      <source>Take the mask brush (Q) and paint over the part that shall be another. Only what is red will be painted anew.</source>
      <extracomment>window</extracomment>
      <translation>마스크 붓(Q)을 들고 바꿀 부분을 칠하세요. 빨간 곳만 새로 그려집니다.</translation>
    </message>
    <message>
      <source>Change only that part</source>
      <extracomment>window</extracomment>
      <translation>그 부분만 바꾸세요</translation>
    </message>
    <message>
      <source>Say what shall be there, “a red balloon” for example, generate again, and apply the picture you like.</source>
      <extracomment>window</extracomment>
      <translation>거기에 있을 것을 쓰고(예: “a red balloon”) 다시 생성한 다음, 마음에 드는 그림을 적용하세요.</translation>
    </message>
    <message>
      <source>Keep it</source>
      <extracomment>window</extracomment>
      <translation>간직하세요</translation>
    </message>
    <message>
      <source>Save the project with Ctrl+S: layers, masks, prompts and all. Have fun! Ctrl+Shift+P finds everything else.</source>
      <extracomment>window</extracomment>
      <translation>Ctrl+S로 프로젝트를 저장하세요. 레이어, 마스크, 프롬프트까지 모두 담깁니다. 즐겁게 그리세요! 나머지는 Ctrl+Shift+P가 찾아 줍니다.</translation>
    </message>
    <message>
      <source>A new layer of {size} px; the document keeps its size.</source>
      <extracomment>window</extracomment>
      <translation>{size}픽셀의 새 레이어가 생기고 문서 크기는 그대로입니다.</translation>
    </message>
    <message>
      <source>The whole picture</source>
      <extracomment>window</extracomment>
      <translation>그림 전체</translation>
    </message>
    <message>
      <source>The active layer</source>
      <extracomment>window</extracomment>
      <translation>활성 레이어</translation>
    </message>
    <message>
      <source>What is selected</source>
      <extracomment>window</extracomment>
      <translation>선택한 부분</translation>
    </message>
    <message>
      <source>The document becomes {size} px, with all its layers.</source>
      <extracomment>window</extracomment>
      <translation>문서가 모든 레이어와 함께 {size}픽셀이 됩니다.</translation>
    </message>
    <message>
      <source>Upscale</source>
      <extracomment>window</extracomment>
      <translation>업스케일</translation>
    </message>
    <message>
      <source>&amp;Refine with the model</source>
      <extracomment>window</extracomment>
      <translation>모델로 다듬기(&amp;R)</translation>
    </message>
    <message>
      <source>&amp;Factor</source>
      <extracomment>window</extracomment>
      <translation>배율(&amp;F)</translation>
    </message>
    <message>
      <source>&amp;Upscaler</source>
      <extracomment>window</extracomment>
      <translation>업스케일러(&amp;U)</translation>
    </message>
    <message>
      <source>Lanczos (a filter: quick, adds no detail)</source>
      <extracomment>window</extracomment>
      <translation>란초스(필터: 빠르지만 세부를 더하지 않음)</translation>
    </message>
    <message>
      <source>Refining with {model}: tiles {windows}, steps {steps}.</source>
      <extracomment>window</extracomment>
      <translation>{model}(으)로 다듬기: 타일 {windows}개, {steps}단계.</translation>
    </message>
    <message>
      <source>How far the model may go from what is there. 0.2 to 0.4 adds detail.</source>
      <extracomment>window</extracomment>
      <translation>모델이 지금 그림에서 얼마나 벗어나도 되는지. 0.2~0.4면 세부를 더합니다.</translation>
    </message>
    <message>
      <source>to be converted first</source>
      <extracomment>window</extracomment>
      <translation>먼저 변환해야 함</translation>
    </message>
    <message>
      <source>{most} px a side are the most.</source>
      <extracomment>window</extracomment>
      <translation>한 변은 최대 {most}픽셀입니다.</translation>
    </message>
    <message>
      <source>Networks make sharper pictures: Generate &gt; Models fetches some.</source>
      <extracomment>window</extracomment>
      <translation>네트워크를 쓰면 더 선명합니다. 생성 &gt; 모델에서 받을 수 있습니다.</translation>
    </message>
    <message>
      <source>It is a pickle: its numbers are copied into a safe file first, once.</source>
      <extracomment>window</extracomment>
      <translation>피클 파일입니다. 먼저 한 번 숫자만 안전한 파일로 복사합니다.</translation>
    </message>
    <message>
      <source>It takes {time}.</source>
      <extracomment>window</extracomment>
      <translation>{time} 걸립니다.</translation>
    </message>
    <message>
      <source>Tiles for the network: {count}.</source>
      <extracomment>window</extracomment>
      <translation>네트워크가 처리할 타일: {count}개.</translation>
    </message>
    <message>
      <source>Converting {name}…</source>
      <extracomment>window</extracomment>
      <translation>{name} 변환 중…</translation>
    </message>
    <message>
      <source>Upscaled</source>
      <extracomment>window</extracomment>
      <translation>업스케일됨</translation>
    </message>
    <message>
      <source>The larger picture comes as a candidate</source>
      <extracomment>window</extracomment>
      <translation>커진 그림은 후보로 나타납니다</translation>
    </message>
    <message>
      <source>Tool options</source>
      <extracomment>window</extracomment>
      <translation>도구 옵션</translation>
    </message>
    <message>
      <source>The recipe inside {name} is restored.</source>
      <extracomment>window</extracomment>
      <translation>{name} 안의 레시피를 되살렸습니다.</translation>
    </message>
    <message>
      <source>Prompt, seed and settings are as they were when it was made. Undo takes it back.</source>
      <extracomment>window</extracomment>
      <translation>프롬프트, 시드, 설정이 만들어질 때와 같습니다. 실행 취소로 되돌립니다.</translation>
    </message>
    <message>
      <source>There is not enough memory for this.</source>
      <extracomment>window</extracomment>
      <translation>이것을 할 메모리가 모자랍니다.</translation>
    </message>
    <message>
      <source>Close other programs, and save your picture.</source>
      <extracomment>window</extracomment>
      <translation>다른 프로그램을 닫고 그림을 저장하세요.</translation>
    </message>
    <message>
      <source>Saved {name}</source>
      <extracomment>window</extracomment>
      <translation>{name}을(를) 저장했습니다</translation>
    </message>
    <message>
      <source>&amp;Undo {what}</source>
      <extracomment>window</extracomment>
      <translation>실행 취소(&amp;U) {what}</translation>
    </message>
    <message>
      <source>&amp;Redo {what}</source>
      <extracomment>window</extracomment>
      <translation>다시 실행(&amp;R) {what}</translation>
    </message>
    <message>
      <source>Show me around</source>
      <extracomment>window</extracomment>
      <translation>둘러보기</translation>
    </message>
    <message>
      <source>Save Workspace</source>
      <extracomment>window</extracomment>
      <translation>작업 공간 저장</translation>
    </message>
    <message>
      <source>Name of the workspace; one of the same name is replaced</source>
      <extracomment>window</extracomment>
      <translation>작업 공간의 이름. 같은 이름이 있으면 바뀝니다</translation>
    </message>
    <message>
      <source>Saved the workspace “{name}”</source>
      <extracomment>window</extracomment>
      <translation>작업 공간 “{name}”을(를) 저장했습니다</translation>
    </message>
    <message>
      <source>The workspace “{name}” cannot be used any more</source>
      <extracomment>window</extracomment>
      <translation>작업 공간 “{name}”은(는) 이제 쓸 수 없습니다</translation>
    </message>
    <message>
      <source>Nothing saved yet</source>
      <extracomment>window</extracomment>
      <translation>아직 저장한 것이 없음</translation>
    </message>
    <message>
      <source>Turn into paint layer</source>
      <extracomment>steps</extracomment>
      <translation>페인트 레이어로 바꾸기</translation>
    </message>
    <message>
      <source>Turn into mask</source>
      <extracomment>steps</extracomment>
      <translation>마스크로 바꾸기</translation>
    </message>
    <message>
      <source>Turn into sketch</source>
      <extracomment>steps</extracomment>
      <translation>스케치로 바꾸기</translation>
    </message>
    <message>
      <source>Turn into region</source>
      <extracomment>steps</extracomment>
      <translation>영역으로 바꾸기</translation>
    </message>
    <message>
      <source>Resize canvas</source>
      <extracomment>steps</extracomment>
      <translation>캔버스 크기 변경</translation>
    </message>
    <message>
      <source>Group layers</source>
      <extracomment>steps</extracomment>
      <translation>레이어 그룹</translation>
    </message>
    <message>
      <source>Ungroup</source>
      <extracomment>steps</extracomment>
      <translation>그룹 풀기</translation>
    </message>
    <message>
      <source>Add layer mask</source>
      <extracomment>steps</extracomment>
      <translation>레이어 마스크 추가</translation>
    </message>
    <message>
      <source>Apply layer mask</source>
      <extracomment>steps</extracomment>
      <translation>레이어 마스크 적용</translation>
    </message>
    <message>
      <source>Change guides</source>
      <extracomment>steps</extracomment>
      <translation>안내선 변경</translation>
    </message>
    <message>
      <source>Add layer</source>
      <extracomment>steps</extracomment>
      <translation>레이어 추가</translation>
    </message>
    <message>
      <source>Remove layer</source>
      <extracomment>steps</extracomment>
      <translation>레이어 없애기</translation>
    </message>
    <message>
      <source>Reorder layers</source>
      <extracomment>steps</extracomment>
      <translation>레이어 순서 바꾸기</translation>
    </message>
    <message>
      <source>Duplicate layer</source>
      <extracomment>steps</extracomment>
      <translation>레이어 복제</translation>
    </message>
    <message>
      <source>Show layer</source>
      <extracomment>steps</extracomment>
      <translation>레이어 보이기</translation>
    </message>
    <message>
      <source>Hide layer</source>
      <extracomment>steps</extracomment>
      <translation>레이어 숨기기</translation>
    </message>
    <message>
      <source>Lock layer</source>
      <extracomment>steps</extracomment>
      <translation>레이어 잠그기</translation>
    </message>
    <message>
      <source>Unlock layer</source>
      <extracomment>steps</extracomment>
      <translation>레이어 잠금 풀기</translation>
    </message>
    <message>
      <source>Lock transparency</source>
      <extracomment>steps</extracomment>
      <translation>투명도 잠그기</translation>
    </message>
    <message>
      <source>Unlock transparency</source>
      <extracomment>steps</extracomment>
      <translation>투명도 잠금 풀기</translation>
    </message>
    <message>
      <source>Clip layer</source>
      <extracomment>steps</extracomment>
      <translation>레이어 클리핑</translation>
    </message>
    <message>
      <source>Release layer</source>
      <extracomment>steps</extracomment>
      <translation>클리핑 풀기</translation>
    </message>
    <message>
      <source>Change adjustment</source>
      <extracomment>steps</extracomment>
      <translation>조정 바꾸기</translation>
    </message>
    <message>
      <source>Label layer</source>
      <extracomment>steps</extracomment>
      <translation>레이어 라벨</translation>
    </message>
    <message>
      <source>Pass through</source>
      <extracomment>steps</extracomment>
      <translation>통과</translation>
    </message>
    <message>
      <source>Isolate group</source>
      <extracomment>steps</extracomment>
      <translation>그룹 격리</translation>
    </message>
    <message>
      <source>Rename layer</source>
      <extracomment>steps</extracomment>
      <translation>레이어 이름 바꾸기</translation>
    </message>
    <message>
      <source>Change layer</source>
      <extracomment>steps</extracomment>
      <translation>레이어 바꾸기</translation>
    </message>
    <message>
      <source>Deselect</source>
      <extracomment>steps</extracomment>
      <translation>선택 해제</translation>
    </message>
    <message>
      <source>Select</source>
      <extracomment>steps</extracomment>
      <translation>선택</translation>
    </message>
    <message>
      <source>Change settings</source>
      <extracomment>steps</extracomment>
      <translation>설정 바꾸기</translation>
    </message>
    <message>
      <source>Change size</source>
      <extracomment>steps</extracomment>
      <translation>크기 바꾸기</translation>
    </message>
    <message>
      <source>Make again</source>
      <extracomment>steps</extracomment>
      <translation>다시 만들기</translation>
    </message>
    <message>
      <source>Merge down</source>
      <extracomment>steps</extracomment>
      <translation>아래로 병합</translation>
    </message>
    <message>
      <source>Merge layers</source>
      <extracomment>steps</extracomment>
      <translation>레이어 병합</translation>
    </message>
    <message>
      <source>Merge visible</source>
      <extracomment>steps</extracomment>
      <translation>보이는 것 병합</translation>
    </message>
    <message>
      <source>Flatten</source>
      <extracomment>steps</extracomment>
      <translation>이미지 병합</translation>
    </message>
    <message>
      <source>Move selection</source>
      <extracomment>steps</extracomment>
      <translation>선택 영역 이동</translation>
    </message>
    <message>
      <source>Paste layers</source>
      <extracomment>steps</extracomment>
      <translation>레이어 붙여넣기</translation>
    </message>
    <message>
      <source>Paste layer</source>
      <extracomment>steps</extracomment>
      <translation>레이어 붙여넣기</translation>
    </message>
    <message>
      <source>Apply result</source>
      <extracomment>steps</extracomment>
      <translation>결과 적용</translation>
    </message>
    <message>
      <source>Change reference</source>
      <extracomment>steps</extracomment>
      <translation>참고 그림 바꾸기</translation>
    </message>
    <message>
      <source>Change picture</source>
      <extracomment>steps</extracomment>
      <translation>그림 바꾸기</translation>
    </message>
    <message>
      <source>Erase</source>
      <extracomment>steps</extracomment>
      <translation>지우기</translation>
    </message>
    <message>
      <source>Brush stroke</source>
      <extracomment>steps</extracomment>
      <translation>붓질</translation>
    </message>
    <message>
      <source>Erase mask</source>
      <extracomment>steps</extracomment>
      <translation>마스크 지우기</translation>
    </message>
    <message>
      <source>Paint mask</source>
      <extracomment>steps</extracomment>
      <translation>마스크 칠하기</translation>
    </message>
    <message>
      <source>Erase layer mask</source>
      <extracomment>steps</extracomment>
      <translation>레이어 마스크 지우기</translation>
    </message>
    <message>
      <source>Paint layer mask</source>
      <extracomment>steps</extracomment>
      <translation>레이어 마스크 칠하기</translation>
    </message>
    <message>
      <source>Erase region</source>
      <extracomment>steps</extracomment>
      <translation>영역 지우기</translation>
    </message>
    <message>
      <source>Paint region</source>
      <extracomment>steps</extracomment>
      <translation>영역 칠하기</translation>
    </message>
    <message>
      <source>Change techniques</source>
      <extracomment>steps</extracomment>
      <translation>기법 바꾸기</translation>
    </message>
    <message>
      <source>Change</source>
      <extracomment>steps</extracomment>
      <translation>변경</translation>
    </message>
    <message>
      <source>Edit text</source>
      <extracomment>steps</extracomment>
      <translation>글자 고치기</translation>
    </message>
    <message>
      <source>Layer via cut</source>
      <extracomment>steps</extracomment>
      <translation>잘라낸 레이어</translation>
    </message>
    <message>
      <source>Move a copy</source>
      <extracomment>steps</extracomment>
      <translation>복사본 옮기기</translation>
    </message>
    <message>
      <source>Layer of visible</source>
      <extracomment>steps</extracomment>
      <translation>보이는 대로 레이어</translation>
    </message>
    <message>
      <source>Layer via copy</source>
      <extracomment>steps</extracomment>
      <translation>복사한 레이어</translation>
    </message>
    <message>
      <source>Stroke selection</source>
      <extracomment>steps</extracomment>
      <translation>선택 영역 테두리 그리기</translation>
    </message>
    <message>
      <source>Image size</source>
      <extracomment>steps</extracomment>
      <translation>이미지 크기</translation>
    </message>
    <message>
      <source>Rotate picture</source>
      <extracomment>steps</extracomment>
      <translation>그림 돌리기</translation>
    </message>
    <message>
      <source>Flip picture</source>
      <extracomment>steps</extracomment>
      <translation>그림 뒤집기</translation>
    </message>
    <message>
      <source>Flip layer</source>
      <extracomment>steps</extracomment>
      <translation>레이어 뒤집기</translation>
    </message>
    <message>
      <source>Remove assistant</source>
      <extracomment>steps</extracomment>
      <translation>보조선 제거</translation>
    </message>
    <message>
      <source>Add assistant</source>
      <extracomment>steps</extracomment>
      <translation>보조선 추가</translation>
    </message>
    <message>
      <source>Move assistant</source>
      <extracomment>steps</extracomment>
      <translation>보조선 이동</translation>
    </message>
    <message>
      <source>Add guide</source>
      <extracomment>steps</extracomment>
      <translation>안내선 추가</translation>
    </message>
    <message>
      <source>Remove guide</source>
      <extracomment>steps</extracomment>
      <translation>안내선 제거</translation>
    </message>
    <message>
      <source>Move guide</source>
      <extracomment>steps</extracomment>
      <translation>안내선 이동</translation>
    </message>
    <message>
      <source>Add mask</source>
      <extracomment>steps</extracomment>
      <translation>마스크 추가</translation>
    </message>
    <message>
      <source>Add region</source>
      <extracomment>steps</extracomment>
      <translation>영역 추가</translation>
    </message>
    <message>
      <source>Add sketch</source>
      <extracomment>steps</extracomment>
      <translation>스케치 추가</translation>
    </message>
    <message>
      <source>Add text</source>
      <extracomment>steps</extracomment>
      <translation>글자 추가</translation>
    </message>
    <message>
      <source>Remove text</source>
      <extracomment>steps</extracomment>
      <translation>글자 없애기</translation>
    </message>
    <message>
      <source>Show alone</source>
      <extracomment>steps</extracomment>
      <translation>이 레이어만 보이기</translation>
    </message>
    <message>
      <source>Show all</source>
      <extracomment>steps</extracomment>
      <translation>모두 보이기</translation>
    </message>
    <message>
      <source>Change adjustments</source>
      <extracomment>steps</extracomment>
      <translation>조정 바꾸기</translation>
    </message>
    <message>
      <source>Add adjustment</source>
      <extracomment>steps</extracomment>
      <translation>조정 추가</translation>
    </message>
    <message>
      <source>Duplicate layers</source>
      <extracomment>steps</extracomment>
      <translation>레이어 복제</translation>
    </message>
    <message>
      <source>Remove layers</source>
      <extracomment>steps</extracomment>
      <translation>레이어 삭제</translation>
    </message>
    <message>
      <source>Cut layers</source>
      <extracomment>steps</extracomment>
      <translation>레이어 잘라내기</translation>
    </message>
    <message>
      <source>Apply layer masks</source>
      <extracomment>steps</extracomment>
      <translation>레이어 마스크 적용</translation>
    </message>
    <message>
      <source>Add layer masks</source>
      <extracomment>steps</extracomment>
      <translation>레이어 마스크 추가</translation>
    </message>
    <message>
      <source>Add {lower}</source>
      <extracomment>steps</extracomment>
      <translation>{lower} 추가</translation>
    </message>
    <message>
      <source>Move {_title}</source>
      <extracomment>steps</extracomment>
      <translation>{_title} 옮기기</translation>
    </message>
    <message>
      <source>Reset {_title}</source>
      <extracomment>steps</extracomment>
      <translation>{_title} 초기화</translation>
    </message>
    <message>
      <source>Load preset {name}</source>
      <extracomment>steps</extracomment>
      <translation>{name} 프리셋 불러오기</translation>
    </message>
    <message>
      <source>Add {title}</source>
      <extracomment>steps</extracomment>
      <translation>{title} 추가</translation>
    </message>
    <message>
      <source>Add {_pictures}</source>
      <extracomment>steps</extracomment>
      <translation>{_pictures} 추가</translation>
    </message>
    <message>
      <source>Crop and subject</source>
      <extracomment>steps</extracomment>
      <translation>자르기와 대상</translation>
    </message>
    <message>
      <source>Cut</source>
      <extracomment>steps</extracomment>
      <translation>잘라내기</translation>
    </message>
    <message>
      <source>Make control map</source>
      <extracomment>steps</extracomment>
      <translation>컨트롤 맵 만들기</translation>
    </message>
    <message>
      <source>Clear guides</source>
      <extracomment>steps</extracomment>
      <translation>안내선 지우기</translation>
    </message>
    <message>
      <source>Change grid</source>
      <extracomment>steps</extracomment>
      <translation>격자 변경</translation>
    </message>
    <message>
      <source>Unlock guides</source>
      <extracomment>steps</extracomment>
      <translation>안내선 잠금 풀기</translation>
    </message>
    <message>
      <source>Lock guides</source>
      <extracomment>steps</extracomment>
      <translation>안내선 잠그기</translation>
    </message>
    <message>
      <source>Upscale picture</source>
      <extracomment>steps</extracomment>
      <translation>그림 업스케일</translation>
    </message>
    <message>
      <source>Apply live picture</source>
      <extracomment>steps</extracomment>
      <translation>실시간 그림 적용</translation>
    </message>
    <message>
      <source>Select all</source>
      <extracomment>steps</extracomment>
      <translation>모두 선택</translation>
    </message>
    <message>
      <source>Select mask</source>
      <extracomment>steps</extracomment>
      <translation>마스크 선택</translation>
    </message>
    <message>
      <source>Reselect</source>
      <extracomment>steps</extracomment>
      <translation>다시 선택</translation>
    </message>
    <message>
      <source>Invert selection</source>
      <extracomment>steps</extracomment>
      <translation>선택 반전</translation>
    </message>
    <message>
      <source>Mask from selection</source>
      <extracomment>steps</extracomment>
      <translation>선택 영역으로 마스크</translation>
    </message>
    <message>
      <source>Paint on preview</source>
      <extracomment>steps</extracomment>
      <translation>미리 보기에 그리기</translation>
    </message>
    <message>
      <source>ControlNets and T2I-Adapters</source>
      <extracomment>tables</extracomment>
      <translation>ControlNet과 T2I-Adapter</translation>
    </message>
    <message>
      <source>IP-Adapters</source>
      <extracomment>tables</extracomment>
      <translation>IP-Adapter</translation>
    </message>
    <message>
      <source>Language models</source>
      <extracomment>tables</extracomment>
      <translation>언어 모델</translation>
    </message>
    <message>
      <source>Autoencoders (VAE)</source>
      <extracomment>tables</extracomment>
      <translation>오토인코더(VAE)</translation>
    </message>
    <message>
      <source>Text encoders</source>
      <extracomment>tables</extracomment>
      <translation>텍스트 인코더</translation>
    </message>
    <message>
      <source>Upscalers</source>
      <extracomment>tables</extracomment>
      <translation>업스케일러</translation>
    </message>
    <message>
      <source>Other</source>
      <extracomment>tables</extracomment>
      <translation>기타</translation>
    </message>
    <message>
      <source>Comes with the program</source>
      <extracomment>tables</extracomment>
      <translation>프로그램에 들어 있음</translation>
    </message>
    <message>
      <source>whole model</source>
      <extracomment>tables</extracomment>
      <translation>전체 모델</translation>
    </message>
    <message>
      <source>network without its autoencoder and encoders</source>
      <extracomment>tables</extracomment>
      <translation>오토인코더와 인코더가 없는 네트워크</translation>
    </message>
    <message>
      <source>word (Textual Inversion)</source>
      <extracomment>tables</extracomment>
      <translation>낱말(Textual Inversion)</translation>
    </message>
    <message>
      <source>IP-Adapter</source>
      <extracomment>tables</extracomment>
      <translation>IP-Adapter</translation>
    </message>
    <message>
      <source>autoencoder (VAE)</source>
      <extracomment>tables</extracomment>
      <translation>오토인코더(VAE)</translation>
    </message>
    <message>
      <source>upscaler</source>
      <extracomment>tables</extracomment>
      <translation>업스케일러</translation>
    </message>
    <message>
      <source>text encoder</source>
      <extracomment>tables</extracomment>
      <translation>텍스트 인코더</translation>
    </message>
    <message>
      <source>image encoder</source>
      <extracomment>tables</extracomment>
      <translation>이미지 인코더</translation>
    </message>
    <message>
      <source>damaged file</source>
      <extracomment>tables</extracomment>
      <translation>손상된 파일</translation>
    </message>
    <message>
      <source>{name} is a pickle: a file that could run any program when it is opened. It is never opened here. The Models window's Convert makes a safetensors file of it, and so does: underpaint convert {name}</source>
      <extracomment>tables</extracomment>
      <translation>{name}은(는) 피클입니다. 열면 어떤 프로그램이든 실행할 수 있는 파일이라 여기서는 절대 열지 않습니다. 모델 창의 ‘변환’이나 underpaint convert {name} 명령으로 safetensors 파일을 만들 수 있습니다</translation>
    </message>
    <message>
      <source>Models to paint with</source>
      <extracomment>tables</extracomment>
      <translation>그리는 모델</translation>
    </message>
    <message>
      <source>Large models</source>
      <extracomment>tables</extracomment>
      <translation>큰 모델</translation>
    </message>
    <message>
      <source>Fewer steps</source>
      <extracomment>tables</extracomment>
      <translation>적은 단계</translation>
    </message>
    <message>
      <source>Follow lines, depth and poses</source>
      <extracomment>tables</extracomment>
      <translation>선, 깊이, 자세 따르기</translation>
    </message>
    <message>
      <source>Models for special techniques</source>
      <extracomment>tables</extracomment>
      <translation>특별한 기법을 위한 모델</translation>
    </message>
    <message>
      <source>Larger pictures</source>
      <extracomment>tables</extracomment>
      <translation>더 큰 그림</translation>
    </message>
    <message>
      <source>Sentences for Pix2Pix Zero</source>
      <extracomment>tables</extracomment>
      <translation>Pix2Pix Zero를 위한 문장</translation>
    </message>
    <message>
      <source>Square and Bar of Hues</source>
      <extracomment>tables</extracomment>
      <translation>사각형과 색상 막대</translation>
    </message>
    <message>
      <source>Wheel with Triangle</source>
      <extracomment>tables</extracomment>
      <translation>삼각형 색상환</translation>
    </message>
    <message>
      <source>Wheel with Square</source>
      <extracomment>tables</extracomment>
      <translation>사각형 색상환</translation>
    </message>
    <message>
      <source>Shadows</source>
      <extracomment>tables</extracomment>
      <translation>어두운 부분</translation>
    </message>
    <message>
      <source>Midtones</source>
      <extracomment>tables</extracomment>
      <translation>중간</translation>
    </message>
    <message>
      <source>Highlights</source>
      <extracomment>tables</extracomment>
      <translation>밝은 부분</translation>
    </message>
    <message>
      <source>Pen pressure</source>
      <extracomment>tables</extracomment>
      <translation>펜 압력</translation>
    </message>
    <message>
      <source>Pen tilt</source>
      <extracomment>tables</extracomment>
      <translation>펜 기울기</translation>
    </message>
    <message>
      <source>Direction of the line</source>
      <extracomment>tables</extracomment>
      <translation>선의 방향</translation>
    </message>
    <message>
      <source>Where the pen leans to</source>
      <extracomment>tables</extracomment>
      <translation>펜이 기운 방향</translation>
    </message>
    <message>
      <source>No prompt yet</source>
      <extracomment>tables</extracomment>
      <translation>아직 프롬프트 없음</translation>
    </message>
    <message>
      <source>the selection</source>
      <extracomment>tables</extracomment>
      <translation>선택 영역</translation>
    </message>
    <message>
      <source>a selection that is being tried</source>
      <extracomment>tables</extracomment>
      <translation>시험 중인 선택 영역</translation>
    </message>
    <message>
      <source>Quick mask: brushes select, the eraser deselects</source>
      <extracomment>tables</extracomment>
      <translation>퀵 마스크: 브러시는 선택하고, 지우개는 선택을 풉니다</translation>
    </message>
    <message>
      <source>All channels</source>
      <extracomment>tables</extracomment>
      <translation>모든 채널</translation>
    </message>
    <message>
      <source>Any ratio</source>
      <extracomment>tables</extracomment>
      <translation>자유 비율</translation>
    </message>
    <message>
      <source>No picture is like that.</source>
      <extracomment>tables</extracomment>
      <translation>그런 그림이 없습니다.</translation>
    </message>
    <message>
      <source>Nothing was made for this document yet.</source>
      <extracomment>tables</extracomment>
      <translation>이 문서에서 만든 것이 아직 없습니다.</translation>
    </message>
    <message>
      <source>Any time</source>
      <extracomment>tables</extracomment>
      <translation>언제나</translation>
    </message>
    <message>
      <source>Last 24 hours</source>
      <extracomment>tables</extracomment>
      <translation>최근 24시간</translation>
    </message>
    <message>
      <source>Last 7 days</source>
      <extracomment>tables</extracomment>
      <translation>최근 7일</translation>
    </message>
    <message>
      <source>Last 30 days</source>
      <extracomment>tables</extracomment>
      <translation>최근 30일</translation>
    </message>
    <message>
      <source>Last year</source>
      <extracomment>tables</extracomment>
      <translation>최근 1년</translation>
    </message>
    <message>
      <source>Chosen in the techniques ControlNet and T2I-Adapter.</source>
      <extracomment>tables</extracomment>
      <translation>ControlNet과 T2I-Adapter 기법에서 고릅니다.</translation>
    </message>
    <message>
      <source>Chosen in the technique Reference Pictures.</source>
      <extracomment>tables</extracomment>
      <translation>참고 그림 기법에서 고릅니다.</translation>
    </message>
    <message>
      <source>Chosen in the technique Pix2Pix Zero.</source>
      <extracomment>tables</extracomment>
      <translation>Pix2Pix Zero 기법에서 고릅니다.</translation>
    </message>
    <message>
      <source>Chosen in Image &gt; Upscale.</source>
      <extracomment>tables</extracomment>
      <translation>이미지 &gt; 확대에서 고릅니다.</translation>
    </message>
    <message>
      <source>Loading the model</source>
      <extracomment>tables</extracomment>
      <translation>모델 불러오는 중</translation>
    </message>
    <message>
      <source>Reading the prompt</source>
      <extracomment>tables</extracomment>
      <translation>프롬프트 읽는 중</translation>
    </message>
    <message>
      <source>Painting</source>
      <extracomment>tables</extracomment>
      <translation>그리는 중</translation>
    </message>
    <message>
      <source>Developing the picture</source>
      <extracomment>tables</extracomment>
      <translation>그림을 현상하는 중</translation>
    </message>
    <message>
      <source>Putting it in place</source>
      <extracomment>tables</extracomment>
      <translation>제자리에 넣는 중</translation>
    </message>
    <message>
      <source>Making it larger</source>
      <extracomment>tables</extracomment>
      <translation>확대하는 중</translation>
    </message>
    <message>
      <source>Making the map</source>
      <extracomment>tables</extracomment>
      <translation>맵 만드는 중</translation>
    </message>
    <message>
      <source>Replaces the selection</source>
      <extracomment>tables</extracomment>
      <translation>선택 영역을 바꿉니다</translation>
    </message>
    <message>
      <source>Adds to the selection (Shift)</source>
      <extracomment>tables</extracomment>
      <translation>선택 영역에 더합니다(Shift)</translation>
    </message>
    <message>
      <source>Takes away from the selection (Alt)</source>
      <extracomment>tables</extracomment>
      <translation>선택 영역에서 뺍니다(Alt)</translation>
    </message>
    <message>
      <source>Keeps what both cover (Shift+Alt)</source>
      <extracomment>tables</extracomment>
      <translation>둘 다 덮는 곳만 남깁니다(Shift+Alt)</translation>
    </message>
    <message>
      <source>Follow a picture</source>
      <extracomment>tables</extracomment>
      <translation>그림을 따르기</translation>
    </message>
    <message>
      <source>Change a picture</source>
      <extracomment>tables</extracomment>
      <translation>그림을 바꾸기</translation>
    </message>
    <message>
      <source>Mind the words</source>
      <extracomment>tables</extracomment>
      <translation>낱말에 주의하기</translation>
    </message>
    <message>
      <source>Raise the quality</source>
      <extracomment>tables</extracomment>
      <translation>품질 높이기</translation>
    </message>
    <message>
      <source>Paint what was taught</source>
      <extracomment>tables</extracomment>
      <translation>배운 것 그리기</translation>
    </message>
    <message>
      <source>Paint larger, or quicker</source>
      <extracomment>tables</extracomment>
      <translation>더 크게, 더 빠르게</translation>
    </message>
    <message>
      <source>Others</source>
      <extracomment>tables</extracomment>
      <translation>기타</translation>
    </message>
    <message>
      <source>Corrections (*{SUFFIX})</source>
      <extracomment>tables</extracomment>
      <translation>고칠 것 (*{SUFFIX})</translation>
    </message>
    <message>
      <source>Presets of techniques (*{SUFFIX})</source>
      <extracomment>tables</extracomment>
      <translation>기법의 프리셋 (*{SUFFIX})</translation>
    </message>
    <message>
      <source>A subject (LoRA)</source>
      <extracomment>tables</extracomment>
      <translation>대상(LoRA)</translation>
    </message>
    <message>
      <source>One thing, person or animal, from three to five pictures. A small file comes of it.</source>
      <extracomment>tables</extracomment>
      <translation>사물, 사람, 동물 하나를 그림 서너 장에서 배웁니다. 작은 파일이 만들어집니다.</translation>
    </message>
    <message>
      <source>A style (LoRA)</source>
      <extracomment>tables</extracomment>
      <translation>화풍(LoRA)</translation>
    </message>
    <message>
      <source>How pictures are drawn, from ten pictures or more. A small file comes of it.</source>
      <extracomment>tables</extracomment>
      <translation>그리는 방식을 그림 열 장 이상에서 배웁니다. 작은 파일이 만들어집니다.</translation>
    </message>
    <message>
      <source>A word (Textual Inversion)</source>
      <extracomment>tables</extracomment>
      <translation>낱말(Textual Inversion)</translation>
    </message>
    <message>
      <source>A new word for what three to five pictures show. The model itself stays as it is; a tiny file comes of it.</source>
      <extracomment>tables</extracomment>
      <translation>그림 서너 장에 있는 것을 부르는 새 낱말입니다. 모델은 그대로이고 아주 작은 파일이 만들어집니다.</translation>
    </message>
    <message>
      <source>Several things (Custom Diffusion)</source>
      <extracomment>tables</extracomment>
      <translation>여러 가지(Custom Diffusion)</translation>
    </message>
    <message>
      <source>Two things or more, which can then be in one picture together.</source>
      <extracomment>tables</extracomment>
      <translation>둘 이상을 배워 한 그림에 함께 그릴 수 있습니다.</translation>
    </message>
    <message>
      <source>A subject, as a whole model (DreamBooth)</source>
      <extracomment>tables</extracomment>
      <translation>대상을 전체 모델로(DreamBooth)</translation>
    </message>
    <message>
      <source>One thing, closest to its pictures. All of the model learns, which takes a lot of memory, and a whole model comes of it.</source>
      <extracomment>tables</extracomment>
      <translation>대상 하나를 그림에 가장 가깝게 배웁니다. 모델 전체가 배우므로 메모리가 많이 들고, 전체 모델이 만들어집니다.</translation>
    </message>
    <message>
      <source>Control models</source>
      <extracomment>tables</extracomment>
      <translation>컨트롤 모델</translation>
    </message>
    <message>
      <source>Samples and checkpoints</source>
      <extracomment>tables</extracomment>
      <translation>샘플과 체크포인트</translation>
    </message>
    <message>
      <source>Precision and memory</source>
      <extracomment>tables</extracomment>
      <translation>정밀도와 메모리</translation>
    </message>
    <message>
      <source>Paint with it</source>
      <extracomment>tables</extracomment>
      <translation>이 모델로 그리기</translation>
    </message>
    <message>
      <source>Chooses the model that was made, to paint with</source>
      <extracomment>tables</extracomment>
      <translation>만들어진 모델을 골라 그 모델로 그립니다</translation>
    </message>
    <message>
      <source>Add as technique</source>
      <extracomment>tables</extracomment>
      <translation>기법으로 추가</translation>
    </message>
    <message>
      <source>Adds it to the techniques, to follow a map with it</source>
      <extracomment>tables</extracomment>
      <translation>맵을 따르도록 기법에 더합니다</translation>
    </message>
    <message>
      <source>Use in prompt</source>
      <extracomment>tables</extracomment>
      <translation>프롬프트에서 쓰기</translation>
    </message>
    <message>
      <source>Adds what was learned to the techniques, and its words to the prompt</source>
      <extracomment>tables</extracomment>
      <translation>배운 것을 기법에, 그 낱말을 프롬프트에 더합니다</translation>
    </message>
    <message>
      <source>Loading the model…</source>
      <extracomment>tables</extracomment>
      <translation>모델을 불러오는 중…</translation>
    </message>
    <message>
      <source>Painting pictures of what it is to remember…</source>
      <extracomment>tables</extracomment>
      <translation>기억해 둘 것의 그림을 그리는 중…</translation>
    </message>
    <message>
      <source>Looking at the pictures…</source>
      <extracomment>tables</extracomment>
      <translation>그림을 보는 중…</translation>
    </message>
    <message>
      <source>Learning…</source>
      <extracomment>tables</extracomment>
      <translation>배우는 중…</translation>
    </message>
    <message>
      <source>Saving what was learned…</source>
      <extracomment>tables</extracomment>
      <translation>배운 것을 저장하는 중…</translation>
    </message>
    <message>
      <source>Looking at picture {done} of {count}</source>
      <extracomment>tables</extracomment>
      <translation>그림 {count}장 중 {done}장째 보는 중</translation>
    </message>
    <message>
      <source>Painting picture {done} of {count} of what it is to remember</source>
      <extracomment>tables</extracomment>
      <translation>기억해 둘 것의 그림 {count}장 중 {done}장째 그리는 중</translation>
    </message>
    <message>
      <source>Not taught yet</source>
      <extracomment>tables</extracomment>
      <translation>아직 가르치지 않음</translation>
    </message>
    <message>
      <source>Stopping after this step…</source>
      <extracomment>tables</extracomment>
      <translation>이 단계 뒤에 멈추는 중…</translation>
    </message>
    <message>
      <source>Its file TRAINING.json cannot be read</source>
      <extracomment>tables</extracomment>
      <translation>TRAINING.json 파일을 읽을 수 없음</translation>
    </message>
    <message>
      <source>Waiting for its turn</source>
      <extracomment>tables</extracomment>
      <translation>차례를 기다리는 중</translation>
    </message>
    <message>
      <source>Waiting for its turn after step {step} of {steps}</source>
      <extracomment>tables</extracomment>
      <translation>{steps}단계 중 {step}단계 뒤 차례를 기다리는 중</translation>
    </message>
    <message>
      <source>Stopped before the first step</source>
      <extracomment>tables</extracomment>
      <translation>첫 단계 전에 멈춤</translation>
    </message>
    <message>
      <source>Stopped after step {step} of {steps}</source>
      <extracomment>tables</extracomment>
      <translation>{steps}단계 중 {step}단계 뒤에 멈춤</translation>
    </message>
    <message>
      <source>Learned in {step} steps</source>
      <extracomment>tables</extracomment>
      <translation>{step}단계로 배움</translation>
    </message>
    <message>
      <source>Waiting at {percent}</source>
      <extracomment>tables</extracomment>
      <translation>{percent}에서 대기</translation>
    </message>
    <message>
      <source>Paused at {percent}</source>
      <extracomment>tables</extracomment>
      <translation>{percent}에서 일시 정지</translation>
    </message>
    <message>
      <source>Stopped at {percent}</source>
      <extracomment>tables</extracomment>
      <translation>{percent}에서 멈춤</translation>
    </message>
    <message>
      <source>Underpaint</source>
      <extracomment>tables</extracomment>
      <translation>Underpaint</translation>
    </message>
    <message>
      <source>There is no picture in the clipboard.</source>
      <extracomment>tables</extracomment>
      <translation>클립보드에 그림이 없습니다.</translation>
    </message>
    <message>
      <source>Copy one in another program first.</source>
      <extracomment>tables</extracomment>
      <translation>먼저 다른 프로그램에서 복사하세요.</translation>
    </message>
    <message>
      <source>Square, small</source>
      <extracomment>tables</extracomment>
      <translation>작은 정사각형</translation>
    </message>
    <message>
      <source>Square, large</source>
      <extracomment>tables</extracomment>
      <translation>큰 정사각형</translation>
    </message>
    <message>
      <source>It needs a picture to work on: paint or open one.</source>
      <extracomment>tables</extracomment>
      <translation>작업할 그림이 필요합니다. 그리거나 여세요.</translation>
    </message>
    <message>
      <source>It needs a mask: paint over the part that it is to change (Q).</source>
      <extracomment>tables</extracomment>
      <translation>마스크가 필요합니다. 바꿀 곳을 칠하세요(Q).</translation>
    </message>
    <message>
      <source>It needs a prompt.</source>
      <extracomment>tables</extracomment>
      <translation>프롬프트가 필요합니다.</translation>
    </message>
    <message>
      <source>Grow Selection</source>
      <extracomment>tables</extracomment>
      <translation>선택 영역 확장</translation>
    </message>
    <message>
      <source>&amp;Grow by</source>
      <extracomment>tables</extracomment>
      <translation>확장(&amp;G)</translation>
    </message>
    <message>
      <source>Shrink Selection</source>
      <extracomment>tables</extracomment>
      <translation>선택 영역 축소</translation>
    </message>
    <message>
      <source>&amp;Shrink by</source>
      <extracomment>tables</extracomment>
      <translation>축소(&amp;S)</translation>
    </message>
    <message>
      <source>Feather Selection</source>
      <extracomment>tables</extracomment>
      <translation>선택 영역 가장자리 흐림</translation>
    </message>
    <message>
      <source>&amp;Feather</source>
      <extracomment>tables</extracomment>
      <translation>흐림(&amp;F)</translation>
    </message>
    <message>
      <source>Border Selection</source>
      <extracomment>tables</extracomment>
      <translation>선택 영역 테두리</translation>
    </message>
    <message>
      <source>Pan</source>
      <extracomment>tables</extracomment>
      <translation>이동</translation>
    </message>
    <message>
      <source>Space</source>
      <extracomment>tables</extracomment>
      <translation>Space</translation>
    </message>
    <message>
      <source>Moves the view while it is dragged; the middle mouse button does too</source>
      <extracomment>tables</extracomment>
      <translation>끄는 동안 보기가 움직입니다. 가운데 단추도 됩니다</translation>
    </message>
    <message>
      <source>Rotate view</source>
      <extracomment>tables</extracomment>
      <translation>보기 회전</translation>
    </message>
    <message>
      <source>Turns the view as it is dragged; with the middle button too</source>
      <extracomment>tables</extracomment>
      <translation>끄는 대로 보기가 돕니다. 가운데 단추도 됩니다</translation>
    </message>
    <message>
      <source>Zoom by dragging</source>
      <extracomment>tables</extracomment>
      <translation>끌어서 확대</translation>
    </message>
    <message>
      <source>To the right it comes nearer; with the middle button too</source>
      <extracomment>tables</extracomment>
      <translation>오른쪽으로 끌면 커집니다. 가운데 단추로도 됩니다</translation>
    </message>
    <message>
      <source>Takes a colour from the picture, with a brush in hand</source>
      <extracomment>tables</extracomment>
      <translation>브러시를 든 채 그림에서 색을 고릅니다</translation>
    </message>
    <message>
      <source>Straight line</source>
      <extracomment>tables</extracomment>
      <translation>직선</translation>
    </message>
    <message>
      <source>Connects the last stroke's end with a straight line</source>
      <extracomment>tables</extracomment>
      <translation>마지막 획의 끝과 직선으로 잇습니다</translation>
    </message>
    <message>
      <source>Right</source>
      <extracomment>tables</extracomment>
      <translation>오른쪽 단추</translation>
    </message>
    <message>
      <source>With a brush: all brushes, where the pointer is</source>
      <extracomment>tables</extracomment>
      <translation>브러시일 때: 포인터 자리에 모든 브러시</translation>
    </message>
    <message>
      <source>Size and hardness</source>
      <extracomment>tables</extracomment>
      <translation>크기와 경도</translation>
    </message>
    <message>
      <source>With a brush: dragged sideways, and up and down</source>
      <extracomment>tables</extracomment>
      <translation>브러시일 때: 옆으로, 위아래로 끌기</translation>
    </message>
    <message>
      <source>With a brush: 10 % to 100 %; two digits at once are exact</source>
      <extracomment>tables</extracomment>
      <translation>브러시일 때: 10 %에서 100 %. 두 숫자를 함께 누르면 정확히</translation>
    </message>
    <message>
      <source>Opacity of the layer</source>
      <extracomment>tables</extracomment>
      <translation>레이어의 불투명도</translation>
    </message>
    <message>
      <source>The same with a tool that has no brush</source>
      <extracomment>tables</extracomment>
      <translation>브러시가 없는 도구를 쓸 때 똑같이</translation>
    </message>
    <message>
      <source>Softer, harder</source>
      <extracomment>tables</extracomment>
      <translation>더 부드럽게, 더 단단하게</translation>
    </message>
    <message>
      <source>With a brush: its edge</source>
      <extracomment>tables</extracomment>
      <translation>브러시일 때: 가장자리</translation>
    </message>
    <message>
      <source>Clone from</source>
      <extracomment>tables</extracomment>
      <translation>복제 원본</translation>
    </message>
    <message>
      <source>With a brush that clones, as it is clicked; Alt too</source>
      <extracomment>tables</extracomment>
      <translation>복제 브러시일 때 누르면. Alt도 됩니다</translation>
    </message>
    <message>
      <source>Add to selection</source>
      <extracomment>tables</extracomment>
      <translation>선택 영역에 더하기</translation>
    </message>
    <message>
      <source>With a tool that selects, as it is pressed</source>
      <extracomment>tables</extracomment>
      <translation>선택 도구를 누를 때</translation>
    </message>
    <message>
      <source>Take from selection</source>
      <extracomment>tables</extracomment>
      <translation>선택 영역에서 빼기</translation>
    </message>
    <message>
      <source>The same; Shift and Alt together keep what both cover</source>
      <extracomment>tables</extracomment>
      <translation>위와 같음. Shift와 Alt를 함께 누르면 둘 다 덮는 곳만 남습니다</translation>
    </message>
    <message>
      <source>Pin a picture</source>
      <extracomment>tables</extracomment>
      <translation>그림 고정</translation>
    </message>
    <message>
      <source>As a picture is dropped on the canvas: to look at, beside it</source>
      <extracomment>tables</extracomment>
      <translation>그림을 캔버스에 놓을 때: 옆에 두고 봅니다</translation>
    </message>
    <message>
      <source>Drag</source>
      <extracomment>tables</extracomment>
      <translation>끌기</translation>
    </message>
    <message>
      <source>With a tool that selects, inside what is selected: its outline</source>
      <extracomment>tables</extracomment>
      <translation>선택 도구일 때, 선택 영역 안에서: 윤곽을 옮깁니다</translation>
    </message>
    <message>
      <source>Move selected pixels</source>
      <extracomment>tables</extracomment>
      <translation>선택한 픽셀 옮기기</translation>
    </message>
    <message>
      <source>The same; on the active layer, as one step</source>
      <extracomment>tables</extracomment>
      <translation>위와 같음. 활성 레이어에서 한 단계로</translation>
    </message>
    <message>
      <source>Choose a layer</source>
      <extracomment>tables</extracomment>
      <translation>레이어 고르기</translation>
    </message>
    <message>
      <source>With the move tool, as it is pressed: the layer seen there</source>
      <extracomment>tables</extracomment>
      <translation>이동 도구로 누를 때: 그곳에 보이는 레이어</translation>
    </message>
    <message>
      <source>With the move tool, as it is pressed</source>
      <extracomment>tables</extracomment>
      <translation>이동 도구로 누를 때</translation>
    </message>
    <message>
      <source>Select a layer's pixels</source>
      <extracomment>tables</extracomment>
      <translation>레이어의 픽셀 선택</translation>
    </message>
    <message>
      <source>On its small picture in the list of layers</source>
      <extracomment>tables</extracomment>
      <translation>레이어 목록의 작은 그림에서</translation>
    </message>
    <message>
      <source>Show a layer alone</source>
      <extracomment>tables</extracomment>
      <translation>레이어 하나만 보이기</translation>
    </message>
    <message>
      <source>On its eye in the list of layers; the same again: all</source>
      <extracomment>tables</extracomment>
      <translation>레이어 목록의 눈에서. 한 번 더 하면 모두 보입니다</translation>
    </message>
    <message>
      <source>Without snapping</source>
      <extracomment>tables</extracomment>
      <translation>스냅 없이</translation>
    </message>
    <message>
      <source>While something is dragged: no guide or grid catches it</source>
      <extracomment>tables</extracomment>
      <translation>끄는 동안 안내선이나 격자에 달라붙지 않습니다</translation>
    </message>
    <message>
      <source>Guide</source>
      <extracomment>tables</extracomment>
      <translation>안내선</translation>
    </message>
    <message>
      <source>Out of a ruler; with Alt one of the other direction</source>
      <extracomment>tables</extracomment>
      <translation>눈금자에서 끌어냅니다. Alt면 다른 방향</translation>
    </message>
    <message>
      <source>Move a guide</source>
      <extracomment>tables</extracomment>
      <translation>안내선 옮기기</translation>
    </message>
    <message>
      <source>With the move tool; dropped on a ruler it is gone</source>
      <extracomment>tables</extracomment>
      <translation>이동 도구로 옮깁니다. 눈금자에 놓으면 없어집니다</translation>
    </message>
    <message>
      <source>Assistant</source>
      <extracomment>tables</extracomment>
      <translation>보조선</translation>
    </message>
    <message>
      <source>With the move tool, its handles; Alt and a click take it away</source>
      <extracomment>tables</extracomment>
      <translation>이동 도구로 손잡이를 끕니다. Alt와 함께 누르면 없앱니다</translation>
    </message>
    <message>
      <source>Compare</source>
      <extracomment>tables</extracomment>
      <translation>비교</translation>
    </message>
    <message>
      <source>Shows the canvas without the candidate that is shown over it</source>
      <extracomment>tables</extracomment>
      <translation>위에 보이는 후보 없이 캔버스를 보여 줍니다</translation>
    </message>
    <message>
      <source>Wheel</source>
      <extracomment>tables</extracomment>
      <translation>휠</translation>
    </message>
    <message>
      <source>At the pointer; with Ctrl too</source>
      <extracomment>tables</extracomment>
      <translation>포인터 자리에서. Ctrl과 함께도</translation>
    </message>
    <message>
      <source>Smooth (bicubic)</source>
      <extracomment>tables</extracomment>
      <translation>부드럽게(바이큐빅)</translation>
    </message>
    <message>
      <source>Sharp (Lanczos)</source>
      <extracomment>tables</extracomment>
      <translation>선명하게(란초스)</translation>
    </message>
    <message>
      <source>Pixels kept (nearest)</source>
      <extracomment>tables</extracomment>
      <translation>픽셀 유지(최근접)</translation>
    </message>
    <message>
      <source>Projects and pictures ({join});;All files (*)</source>
      <extracomment>tables</extracomment>
      <translation>프로젝트와 그림 ({join});;모든 파일 (*)</translation>
    </message>
    <message>
      <source>Painter starting…</source>
      <extracomment>tables</extracomment>
      <translation>그리는 프로세스 시작 중…</translation>
    </message>
    <message>
      <source>Painter stopped; starts again with the next job</source>
      <extracomment>tables</extracomment>
      <translation>그리는 프로세스가 멈춤. 다음 작업 때 다시 시작합니다</translation>
    </message>
    <message>
      <source>Painter closed</source>
      <extracomment>tables</extracomment>
      <translation>그리는 프로세스 종료됨</translation>
    </message>
    <message>
      <source>Stroke Selection</source>
      <extracomment>tables</extracomment>
      <translation>선택 영역 테두리 그리기</translation>
    </message>
    <message>
      <source>Styles (*{SUFFIX})</source>
      <extracomment>tables</extracomment>
      <translation>스타일 (*{SUFFIX})</translation>
    </message>
    <message>
      <source>Fusion</source>
      <extracomment>tables</extracomment>
      <translation>Fusion</translation>
    </message>
    <message>
      <source>Type what you want to see, then press Ctrl+Enter.</source>
      <extracomment>tables</extracomment>
      <translation>보고 싶은 것을 적고 Ctrl+Enter를 누르세요.</translation>
    </message>
    <message>
      <source>Paint a mask (Q) to change a part only. Generate &gt; Models fetches models that know more.</source>
      <extracomment>tables</extracomment>
      <translation>마스크(Q)를 칠하면 그 부분만 바뀝니다. 생성 &gt; 모델에서 더 많이 아는 모델을 받을 수 있습니다.</translation>
    </message>
    <message>
      <source>The one to begin with: illustrations and portraits at 512 px, quick on small cards, and on a processor in minutes.</source>
      <extracomment>tables</extracomment>
      <translation>처음 쓰기에 좋은 모델입니다. 512 px의 일러스트와 인물 사진. 작은 그래픽 카드에서 빠르고, 프로세서로는 몇 분 걸립니다.</translation>
    </message>
    <message>
      <source>CreativeML OpenRAIL-M</source>
      <extracomment>tables</extracomment>
      <translation>CreativeML OpenRAIL-M</translation>
    </message>
    <message>
      <source>Plain and even-tempered. Most ControlNets, LoRAs and words in the world were made for it; the best one to teach.</source>
      <extracomment>tables</extracomment>
      <translation>담백하고 고릅니다. 세상의 ControlNet, LoRA, 낱말 대부분이 이 모델에 맞춰 만들어졌습니다. 가르치기에 가장 좋습니다.</translation>
    </message>
    <message>
      <source>Large pictures of 1024 px with good composition, for cards with 8 GB or more.</source>
      <extracomment>tables</extracomment>
      <translation>구도가 좋은 1024 px의 큰 그림. 8 GB 이상의 그래픽 카드에 알맞습니다.</translation>
    </message>
    <message>
      <source>OpenRAIL++-M</source>
      <extracomment>tables</extracomment>
      <translation>OpenRAIL++-M</translation>
    </message>
    <message>
      <source>A picture of 512 px in one to four steps: for trying ideas while you paint.</source>
      <extracomment>tables</extracomment>
      <translation>1~4단계로 512 px 그림을 만듭니다. 그리면서 생각을 시험할 때 좋습니다.</translation>
    </message>
    <message>
      <source>Stability AI, non-commercial</source>
      <extracomment>tables</extracomment>
      <translation>Stability AI, 비상업용</translation>
    </message>
    <message>
      <source>Reads long sentences well. Its page asks you to agree to its licence first.</source>
      <extracomment>tables</extracomment>
      <translation>긴 문장을 잘 읽습니다. 받기 전에 페이지에서 라이선스에 동의해야 합니다.</translation>
    </message>
    <message>
      <source>Stability AI Community, asks for agreement</source>
      <extracomment>tables</extracomment>
      <translation>Stability AI Community, 동의 필요</translation>
    </message>
    <message>
      <source>Photographs and lettering in nine steps.</source>
      <extracomment>tables</extracomment>
      <translation>사진과 글자를 아홉 단계로 그립니다.</translation>
    </message>
    <message>
      <source>Apache 2.0</source>
      <extracomment>tables</extracomment>
      <translation>Apache 2.0</translation>
    </message>
    <message>
      <source>Does what long prompts say, and changes pictures as it is told, in four steps.</source>
      <extracomment>tables</extracomment>
      <translation>긴 프롬프트를 잘 따르고, 지시대로 그림을 바꿉니다. 네 단계면 됩니다.</translation>
    </message>
    <message>
      <source>Does what long prompts say, in four steps. Its page asks you to agree first.</source>
      <extracomment>tables</extracomment>
      <translation>긴 프롬프트를 네 단계로 따릅니다. 먼저 페이지에서 동의해야 합니다.</translation>
    </message>
    <message>
      <source>Apache 2.0, asks for agreement</source>
      <extracomment>tables</extracomment>
      <translation>Apache 2.0, 동의 필요</translation>
    </message>
    <message>
      <source>Changes a picture as it is told and keeps the rest.</source>
      <extracomment>tables</extracomment>
      <translation>말한 대로 그림을 바꾸고 나머지는 그대로 둡니다.</translation>
    </message>
    <message>
      <source>FLUX.1 dev, non-commercial, asks for agreement</source>
      <extracomment>tables</extracomment>
      <translation>FLUX.1 dev, 비상업용, 동의 필요</translation>
    </message>
    <message>
      <source>Sees what is around the mask: for repairing and replacing parts of pictures.</source>
      <extracomment>tables</extracomment>
      <translation>마스크 둘레를 봅니다. 그림의 일부를 고치거나 바꾸는 데 좋습니다.</translation>
    </message>
    <message>
      <source>The same for large pictures.</source>
      <extracomment>tables</extracomment>
      <translation>큰 그림을 위한 같은 것입니다.</translation>
    </message>
    <message>
      <source>Does to a picture what it is told: “make it night”.</source>
      <extracomment>tables</extracomment>
      <translation>그림을 말한 대로 바꿉니다: “make it night”.</translation>
    </message>
    <message>
      <source>MIT</source>
      <extracomment>tables</extracomment>
      <translation>MIT</translation>
    </message>
    <message>
      <source>Paints anew what is there and keeps its depth.</source>
      <extracomment>tables</extracomment>
      <translation>있는 것을 깊이를 지키며 새로 그립니다.</translation>
    </message>
    <message>
      <source>A LoRA: four to eight steps instead of twenty, with sampler LCM and guidance 1 to 2.</source>
      <extracomment>tables</extracomment>
      <translation>LoRA: 스무 단계 대신 네 단계에서 여덟 단계. 샘플러 LCM, 가이던스 1~2.</translation>
    </message>
    <message>
      <source>The same for SDXL.</source>
      <extracomment>tables</extracomment>
      <translation>SDXL을 위한 같은 것입니다.</translation>
    </message>
    <message>
      <source>A LoRA for SDXL: sharper than LCM at four steps, with sampler Euler and guidance 1.</source>
      <extracomment>tables</extracomment>
      <translation>SDXL용 LoRA: 네 단계에서 더 선명합니다. 샘플러 Euler, 가이던스 1.</translation>
    </message>
    <message>
      <source>A LoRA: eight steps, with guidance 1.</source>
      <extracomment>tables</extracomment>
      <translation>LoRA: 여덟 단계, 가이던스 1.</translation>
    </message>
    <message>
      <source>see its page</source>
      <extracomment>tables</extracomment>
      <translation>페이지 참고</translation>
    </message>
    <message>
      <source>Keeps to sharp edges, drawn or found.</source>
      <extracomment>tables</extracomment>
      <translation>그린 것이든 찾은 것이든 또렷한 가장자리를 지킵니다.</translation>
    </message>
    <message>
      <source>OpenRAIL</source>
      <extracomment>tables</extracomment>
      <translation>OpenRAIL</translation>
    </message>
    <message>
      <source>Makes a picture of a quick sketch.</source>
      <extracomment>tables</extracomment>
      <translation>빠른 스케치를 그림으로 만듭니다.</translation>
    </message>
    <message>
      <source>Colours clean line art.</source>
      <extracomment>tables</extracomment>
      <translation>깨끗한 선화에 색을 입힙니다.</translation>
    </message>
    <message>
      <source>Keeps what is near and what is far.</source>
      <extracomment>tables</extracomment>
      <translation>가까운 것과 먼 것을 지킵니다.</translation>
    </message>
    <message>
      <source>People stand as a drawn skeleton does.</source>
      <extracomment>tables</extracomment>
      <translation>사람이 그린 골격대로 섭니다.</translation>
    </message>
    <message>
      <source>The first to get for SDXL: edges, line art, scribbles, depth, poses, segments, inpainting and more, all in one.</source>
      <extracomment>tables</extracomment>
      <translation>SDXL용으로 가장 먼저 받을 것: 윤곽선, 라인 아트, 낙서, 깊이, 포즈, 영역, 인페인팅 등이 하나에 모두 있습니다.</translation>
    </message>
    <message>
      <source>Edges for SDXL.</source>
      <extracomment>tables</extracomment>
      <translation>SDXL용 가장자리.</translation>
    </message>
    <message>
      <source>Makes a large picture of a quick sketch.</source>
      <extracomment>tables</extracomment>
      <translation>빠른 스케치로 큰 그림을 만듭니다.</translation>
    </message>
    <message>
      <source>Depth for SDXL.</source>
      <extracomment>tables</extracomment>
      <translation>SDXL용 깊이입니다.</translation>
    </message>
    <message>
      <source>Poses for SDXL.</source>
      <extracomment>tables</extracomment>
      <translation>SDXL용 포즈입니다.</translation>
    </message>
    <message>
      <source>Edges, depth, poses and straight lines in one, for a fast model. Weights of 0.65 to 0.8 suit it.</source>
      <extracomment>tables</extracomment>
      <translation>빠른 모델용으로 윤곽선, 깊이, 포즈, 직선을 하나로 다룹니다. 가중치 0.65~0.8이 알맞습니다.</translation>
    </message>
    <message>
      <source>A sketch becomes a picture at hardly any cost of time.</source>
      <extracomment>tables</extracomment>
      <translation>시간을 거의 들이지 않고 스케치를 그림으로 만듭니다.</translation>
    </message>
    <message>
      <source>Keeps what is near and what is far, in little time.</source>
      <extracomment>tables</extracomment>
      <translation>가깝고 먼 것을 짧은 시간에 그대로 지킵니다.</translation>
    </message>
    <message>
      <source>Keeps to sharp edges, in little time.</source>
      <extracomment>tables</extracomment>
      <translation>또렷한 윤곽선을 짧은 시간에 따라갑니다.</translation>
    </message>
    <message>
      <source>Follows sketches at hardly any cost of time.</source>
      <extracomment>tables</extracomment>
      <translation>시간을 거의 들이지 않고 스케치를 따릅니다.</translation>
    </message>
    <message>
      <source>The same for line art.</source>
      <extracomment>tables</extracomment>
      <translation>선화를 위한 같은 것입니다.</translation>
    </message>
    <message>
      <source>Paints what is in a picture, or in its style. With the image encoder that it needs.</source>
      <extracomment>tables</extracomment>
      <translation>그림에 있는 것을, 또는 그 화풍으로 그립니다. 필요한 이미지 인코더도 함께 받습니다.</translation>
    </message>
    <message>
      <source>An autoencoder that makes FLUX.2's pictures in less time and memory, nearly alike. Choose it as VAE under Parts.</source>
      <extracomment>tables</extracomment>
      <translation>FLUX.2의 그림을 더 짧은 시간과 적은 메모리로, 거의 똑같이 만드는 오토인코더입니다. ‘구성 요소’에서 VAE로 고르세요.</translation>
    </message>
    <message>
      <source>Makes pictures larger (Image &gt; Upscale): clean edges, for drawings and photographs.</source>
      <extracomment>tables</extracomment>
      <translation>그림을 키웁니다(이미지 &gt; 확대). 가장자리가 깨끗하며 그림과 사진에 알맞습니다.</translation>
    </message>
    <message>
      <source>BSD 3-Clause</source>
      <extracomment>tables</extracomment>
      <translation>BSD 3-Clause</translation>
    </message>
    <message>
      <source>The same for photographs with traces of compression; smaller and quicker.</source>
      <extracomment>tables</extracomment>
      <translation>압축 흔적이 있는 사진을 위한 같은 것입니다. 더 작고 빠릅니다.</translation>
    </message>
    <message>
      <source>CC BY 4.0</source>
      <extracomment>tables</extracomment>
      <translation>CC BY 4.0</translation>
    </message>
    <message>
      <source>Says many sentences about a word, from which Pix2Pix Zero learns what tells it from another.</source>
      <extracomment>tables</extracomment>
      <translation>낱말 하나에 대해 많은 문장을 말합니다. Pix2Pix Zero가 그것으로 다른 낱말과의 차이를 배웁니다.</translation>
    </message>
    <message>
      <source>Normal</source>
      <extracomment>tables</extracomment>
      <translation>표준</translation>
    </message>
    <message>
      <source>Darken</source>
      <extracomment>tables</extracomment>
      <translation>어둡게</translation>
    </message>
    <message>
      <source>Multiply</source>
      <extracomment>tables</extracomment>
      <translation>곱하기</translation>
    </message>
    <message>
      <source>Color burn</source>
      <extracomment>tables</extracomment>
      <translation>색상 번</translation>
    </message>
    <message>
      <source>Linear burn</source>
      <extracomment>tables</extracomment>
      <translation>선형 번</translation>
    </message>
    <message>
      <source>Darker color</source>
      <extracomment>tables</extracomment>
      <translation>어두운 색상</translation>
    </message>
    <message>
      <source>Lighten</source>
      <extracomment>tables</extracomment>
      <translation>밝게</translation>
    </message>
    <message>
      <source>Screen</source>
      <extracomment>tables</extracomment>
      <translation>스크린</translation>
    </message>
    <message>
      <source>Color dodge</source>
      <extracomment>tables</extracomment>
      <translation>색상 닷지</translation>
    </message>
    <message>
      <source>Linear dodge</source>
      <extracomment>tables</extracomment>
      <translation>선형 닷지</translation>
    </message>
    <message>
      <source>Plus</source>
      <extracomment>tables</extracomment>
      <translation>더하기</translation>
    </message>
    <message>
      <source>Lighter color</source>
      <extracomment>tables</extracomment>
      <translation>밝은 색상</translation>
    </message>
    <message>
      <source>Overlay</source>
      <extracomment>tables</extracomment>
      <translation>오버레이</translation>
    </message>
    <message>
      <source>Soft light</source>
      <extracomment>tables</extracomment>
      <translation>소프트 라이트</translation>
    </message>
    <message>
      <source>Hard light</source>
      <extracomment>tables</extracomment>
      <translation>하드 라이트</translation>
    </message>
    <message>
      <source>Vivid light</source>
      <extracomment>tables</extracomment>
      <translation>선명한 라이트</translation>
    </message>
    <message>
      <source>Linear light</source>
      <extracomment>tables</extracomment>
      <translation>선형 라이트</translation>
    </message>
    <message>
      <source>Pin light</source>
      <extracomment>tables</extracomment>
      <translation>핀 라이트</translation>
    </message>
    <message>
      <source>Hard mix</source>
      <extracomment>tables</extracomment>
      <translation>하드 혼합</translation>
    </message>
    <message>
      <source>Difference</source>
      <extracomment>tables</extracomment>
      <translation>차이</translation>
    </message>
    <message>
      <source>Exclusion</source>
      <extracomment>tables</extracomment>
      <translation>제외</translation>
    </message>
    <message>
      <source>Subtract</source>
      <extracomment>tables</extracomment>
      <translation>빼기</translation>
    </message>
    <message>
      <source>Divide</source>
      <extracomment>tables</extracomment>
      <translation>나누기</translation>
    </message>
    <message>
      <source>Color</source>
      <extracomment>tables</extracomment>
      <translation>색</translation>
    </message>
    <message>
      <source>Luminosity</source>
      <extracomment>tables</extracomment>
      <translation>광도</translation>
    </message>
    <message>
      <source>Linear</source>
      <extracomment>tables</extracomment>
      <translation>선형</translation>
    </message>
    <message>
      <source>Reflected</source>
      <extracomment>tables</extracomment>
      <translation>반사형</translation>
    </message>
    <message>
      <source>Radial</source>
      <extracomment>tables</extracomment>
      <translation>방사형</translation>
    </message>
    <message>
      <source>Conical</source>
      <extracomment>tables</extracomment>
      <translation>원뿔형</translation>
    </message>
    <message>
      <source>Repeated</source>
      <extracomment>tables</extracomment>
      <translation>되풀이</translation>
    </message>
    <message>
      <source>Mirrored</source>
      <extracomment>tables</extracomment>
      <translation>거울처럼</translation>
    </message>
    <message>
      <source>Own colour</source>
      <extracomment>tables</extracomment>
      <translation>자신의 색</translation>
    </message>
    <message>
      <source>Foreground colour</source>
      <extracomment>tables</extracomment>
      <translation>전경색</translation>
    </message>
    <message>
      <source>Background colour</source>
      <extracomment>tables</extracomment>
      <translation>배경색</translation>
    </message>
    <message>
      <source>Rectangle</source>
      <extracomment>tables</extracomment>
      <translation>사각형</translation>
    </message>
    <message>
      <source>Ellipse</source>
      <extracomment>tables</extracomment>
      <translation>타원</translation>
    </message>
    <message>
      <source>Line</source>
      <extracomment>tables</extracomment>
      <translation>선</translation>
    </message>
    <message>
      <source>Left</source>
      <extracomment>tables</extracomment>
      <translation>왼쪽</translation>
    </message>
    <message>
      <source>Curves</source>
      <extracomment>tables</extracomment>
      <translation>곡선</translation>
    </message>
    <message>
      <source>Hue and saturation</source>
      <extracomment>tables</extracomment>
      <translation>색상과 채도</translation>
    </message>
    <message>
      <source>Colour balance</source>
      <extracomment>tables</extracomment>
      <translation>색상 균형</translation>
    </message>
    <message>
      <source>Brightness and contrast</source>
      <extracomment>tables</extracomment>
      <translation>밝기와 대비</translation>
    </message>
    <message>
      <source>Gradient map</source>
      <extracomment>tables</extracomment>
      <translation>그라디언트 맵</translation>
    </message>
    <message>
      <source>Posterize</source>
      <extracomment>tables</extracomment>
      <translation>포스터화</translation>
    </message>
    <message>
      <source>Change prompt</source>
      <extracomment>tables</extracomment>
      <translation>프롬프트 바꾸기</translation>
    </message>
    <message>
      <source>Change negative prompt</source>
      <extracomment>tables</extracomment>
      <translation>네거티브 프롬프트 바꾸기</translation>
    </message>
    <message>
      <source>Change strength</source>
      <extracomment>tables</extracomment>
      <translation>강도 바꾸기</translation>
    </message>
    <message>
      <source>Change steps</source>
      <extracomment>tables</extracomment>
      <translation>단계 바꾸기</translation>
    </message>
    <message>
      <source>Change guidance scale</source>
      <extracomment>tables</extracomment>
      <translation>가이던스 바꾸기</translation>
    </message>
    <message>
      <source>Change sampler</source>
      <extracomment>tables</extracomment>
      <translation>샘플러 바꾸기</translation>
    </message>
    <message>
      <source>Change seed</source>
      <extracomment>tables</extracomment>
      <translation>시드 바꾸기</translation>
    </message>
    <message>
      <source>Change batch</source>
      <extracomment>tables</extracomment>
      <translation>묶음 바꾸기</translation>
    </message>
    <message>
      <source>Change model</source>
      <extracomment>tables</extracomment>
      <translation>모델 바꾸기</translation>
    </message>
    <message>
      <source>Change width</source>
      <extracomment>tables</extracomment>
      <translation>너비 바꾸기</translation>
    </message>
    <message>
      <source>Change height</source>
      <extracomment>tables</extracomment>
      <translation>높이 바꾸기</translation>
    </message>
    <message>
      <source>Change inpaint</source>
      <extracomment>tables</extracomment>
      <translation>인페인트 바꾸기</translation>
    </message>
    <message>
      <source>Change style</source>
      <extracomment>tables</extracomment>
      <translation>스타일 바꾸기</translation>
    </message>
    <message>
      <source>Change frame</source>
      <extracomment>tables</extracomment>
      <translation>프롬프트 앞뒤 바꾸기</translation>
    </message>
    <message>
      <source>Change negative frame</source>
      <extracomment>tables</extracomment>
      <translation>피할 것 바꾸기</translation>
    </message>
    <message>
      <source>Change parts</source>
      <extracomment>tables</extracomment>
      <translation>부분 바꾸기</translation>
    </message>
    <message>
      <source>Change refiner</source>
      <extracomment>tables</extracomment>
      <translation>리파이너 바꾸기</translation>
    </message>
    <message>
      <source>Change layer id</source>
      <extracomment>tables</extracomment>
      <translation>레이어 ID 바꾸기</translation>
    </message>
    <message>
      <source>Change layer name</source>
      <extracomment>tables</extracomment>
      <translation>레이어 이름 바꾸기</translation>
    </message>
    <message>
      <source>Change layer visible</source>
      <extracomment>tables</extracomment>
      <translation>레이어 보임 바꾸기</translation>
    </message>
    <message>
      <source>Change layer opacity</source>
      <extracomment>tables</extracomment>
      <translation>레이어 불투명도 바꾸기</translation>
    </message>
    <message>
      <source>Change layer locked</source>
      <extracomment>tables</extracomment>
      <translation>레이어 잠금 바꾸기</translation>
    </message>
    <message>
      <source>Change layer label</source>
      <extracomment>tables</extracomment>
      <translation>레이어 꼬리표 바꾸기</translation>
    </message>
    <message>
      <source>Change layer inside</source>
      <extracomment>tables</extracomment>
      <translation>레이어 그룹 바꾸기</translation>
    </message>
    <message>
      <source>Change layer pixels</source>
      <extracomment>tables</extracomment>
      <translation>레이어 픽셀 바꾸기</translation>
    </message>
    <message>
      <source>Change layer blend</source>
      <extracomment>tables</extracomment>
      <translation>레이어 혼합 모드 바꾸기</translation>
    </message>
    <message>
      <source>Change layer clipped</source>
      <extracomment>tables</extracomment>
      <translation>레이어 클리핑 바꾸기</translation>
    </message>
    <message>
      <source>Change layer alpha locked</source>
      <extracomment>tables</extracomment>
      <translation>레이어 알파 잠금 바꾸기</translation>
    </message>
    <message>
      <source>Change layer origin</source>
      <extracomment>tables</extracomment>
      <translation>레이어 레시피 바꾸기</translation>
    </message>
    <message>
      <source>Change layer writing</source>
      <extracomment>tables</extracomment>
      <translation>레이어 글자 바꾸기</translation>
    </message>
    <message>
      <source>Change layer prompt</source>
      <extracomment>tables</extracomment>
      <translation>레이어 프롬프트 바꾸기</translation>
    </message>
    <message>
      <source>Change layer negative prompt</source>
      <extracomment>tables</extracomment>
      <translation>레이어 네거티브 프롬프트 바꾸기</translation>
    </message>
    <message>
      <source>Change layer box</source>
      <extracomment>tables</extracomment>
      <translation>레이어 상자 바꾸기</translation>
    </message>
    <message>
      <source>Change layer coverage</source>
      <extracomment>tables</extracomment>
      <translation>레이어 모양 바꾸기</translation>
    </message>
    <message>
      <source>Change layer color</source>
      <extracomment>tables</extracomment>
      <translation>레이어 색 바꾸기</translation>
    </message>
    <message>
      <source>Change layer strength</source>
      <extracomment>tables</extracomment>
      <translation>레이어 강도 바꾸기</translation>
    </message>
    <message>
      <source>Change layer seed</source>
      <extracomment>tables</extracomment>
      <translation>레이어 시드 바꾸기</translation>
    </message>
    <message>
      <source>Change layer start</source>
      <extracomment>tables</extracomment>
      <translation>레이어 시작 바꾸기</translation>
    </message>
    <message>
      <source>Change layer end</source>
      <extracomment>tables</extracomment>
      <translation>레이어 끝 바꾸기</translation>
    </message>
    <message>
      <source>middle</source>
      <extracomment>tables</extracomment>
      <translation>가운데</translation>
    </message>
    <message>
      <source>top left</source>
      <extracomment>tables</extracomment>
      <translation>왼쪽 위</translation>
    </message>
    <message>
      <source>Top left</source>
      <extracomment>tables</extracomment>
      <translation>왼쪽 위</translation>
    </message>
    <message>
      <source>top middle</source>
      <extracomment>tables</extracomment>
      <translation>위 가운데</translation>
    </message>
    <message>
      <source>Top middle</source>
      <extracomment>tables</extracomment>
      <translation>위 가운데</translation>
    </message>
    <message>
      <source>top right</source>
      <extracomment>tables</extracomment>
      <translation>오른쪽 위</translation>
    </message>
    <message>
      <source>Top right</source>
      <extracomment>tables</extracomment>
      <translation>오른쪽 위</translation>
    </message>
    <message>
      <source>middle left</source>
      <extracomment>tables</extracomment>
      <translation>왼쪽 가운데</translation>
    </message>
    <message>
      <source>Middle left</source>
      <extracomment>tables</extracomment>
      <translation>왼쪽 가운데</translation>
    </message>
    <message>
      <source>middle middle</source>
      <extracomment>tables</extracomment>
      <translation>가운데</translation>
    </message>
    <message>
      <source>Middle middle</source>
      <extracomment>tables</extracomment>
      <translation>가운데</translation>
    </message>
    <message>
      <source>middle right</source>
      <extracomment>tables</extracomment>
      <translation>오른쪽 가운데</translation>
    </message>
    <message>
      <source>Middle right</source>
      <extracomment>tables</extracomment>
      <translation>오른쪽 가운데</translation>
    </message>
    <message>
      <source>bottom left</source>
      <extracomment>tables</extracomment>
      <translation>왼쪽 아래</translation>
    </message>
    <message>
      <source>Bottom left</source>
      <extracomment>tables</extracomment>
      <translation>왼쪽 아래</translation>
    </message>
    <message>
      <source>bottom middle</source>
      <extracomment>tables</extracomment>
      <translation>아래 가운데</translation>
    </message>
    <message>
      <source>Bottom middle</source>
      <extracomment>tables</extracomment>
      <translation>아래 가운데</translation>
    </message>
    <message>
      <source>bottom right</source>
      <extracomment>tables</extracomment>
      <translation>오른쪽 아래</translation>
    </message>
    <message>
      <source>Bottom right</source>
      <extracomment>tables</extracomment>
      <translation>오른쪽 아래</translation>
    </message>
    <message>
      <source>Soft Round</source>
      <extracomment>tables</extracomment>
      <translation>부드러운 원형</translation>
    </message>
    <message>
      <source>Airbrush</source>
      <extracomment>tables</extracomment>
      <translation>에어브러시</translation>
    </message>
    <message>
      <source>Technical Pen</source>
      <extracomment>tables</extracomment>
      <translation>테크니컬 펜</translation>
    </message>
    <message>
      <source>Ink</source>
      <extracomment>tables</extracomment>
      <translation>잉크</translation>
    </message>
    <message>
      <source>Calligraphy</source>
      <extracomment>tables</extracomment>
      <translation>캘리그래피</translation>
    </message>
    <message>
      <source>Pencil</source>
      <extracomment>tables</extracomment>
      <translation>연필</translation>
    </message>
    <message>
      <source>Charcoal</source>
      <extracomment>tables</extracomment>
      <translation>목탄</translation>
    </message>
    <message>
      <source>Marker</source>
      <extracomment>tables</extracomment>
      <translation>마커</translation>
    </message>
    <message>
      <source>Dry Bristles</source>
      <extracomment>tables</extracomment>
      <translation>마른 붓털</translation>
    </message>
    <message>
      <source>Oil Bristles</source>
      <extracomment>tables</extracomment>
      <translation>유화 붓털</translation>
    </message>
    <message>
      <source>Spray</source>
      <extracomment>tables</extracomment>
      <translation>스프레이</translation>
    </message>
    <message>
      <source>Bristle Smudge</source>
      <extracomment>tables</extracomment>
      <translation>붓털 문지르기</translation>
    </message>
    <message>
      <source>To Background</source>
      <extracomment>tables</extracomment>
      <translation>배경색으로</translation>
    </message>
    <message>
      <source>To Transparent</source>
      <extracomment>tables</extracomment>
      <translation>투명으로</translation>
    </message>
    <message>
      <source>There and Back</source>
      <extracomment>tables</extracomment>
      <translation>갔다가 돌아오기</translation>
    </message>
    <message>
      <source>Stripes</source>
      <extracomment>tables</extracomment>
      <translation>줄무늬</translation>
    </message>
    <message>
      <source>Black to White</source>
      <extracomment>tables</extracomment>
      <translation>검정에서 하양으로</translation>
    </message>
    <message>
      <source>Spectrum</source>
      <extracomment>tables</extracomment>
      <translation>스펙트럼</translation>
    </message>
    <message>
      <source>Soft Rainbow</source>
      <extracomment>tables</extracomment>
      <translation>부드러운 무지개</translation>
    </message>
    <message>
      <source>Sunrise</source>
      <extracomment>tables</extracomment>
      <translation>해돋이</translation>
    </message>
    <message>
      <source>Dusk</source>
      <extracomment>tables</extracomment>
      <translation>땅거미</translation>
    </message>
    <message>
      <source>Clear Sky</source>
      <extracomment>tables</extracomment>
      <translation>맑은 하늘</translation>
    </message>
    <message>
      <source>Deep Sea</source>
      <extracomment>tables</extracomment>
      <translation>깊은 바다</translation>
    </message>
    <message>
      <source>Forest</source>
      <extracomment>tables</extracomment>
      <translation>숲</translation>
    </message>
    <message>
      <source>Fire</source>
      <extracomment>tables</extracomment>
      <translation>불</translation>
    </message>
    <message>
      <source>Skin</source>
      <extracomment>tables</extracomment>
      <translation>살빛</translation>
    </message>
    <message>
      <source>Gold</source>
      <extracomment>tables</extracomment>
      <translation>금</translation>
    </message>
    <message>
      <source>Steel</source>
      <extracomment>tables</extracomment>
      <translation>강철</translation>
    </message>
    <message>
      <source>Neon</source>
      <extracomment>tables</extracomment>
      <translation>네온</translation>
    </message>
    <message>
      <source>Drawn World</source>
      <extracomment>tables</extracomment>
      <translation>그림 세계</translation>
    </message>
    <message>
      <source>Drawn World, Pixel Art</source>
      <extracomment>tables</extracomment>
      <translation>그림 세계, 픽셀 아트</translation>
    </message>
    <message>
      <source>Drawn World, Pencil</source>
      <extracomment>tables</extracomment>
      <translation>그림 세계, 연필</translation>
    </message>
    <message>
      <source>Painterly</source>
      <extracomment>tables</extracomment>
      <translation>회화풍</translation>
    </message>
    <message>
      <source>Stable Diffusion 1.5</source>
      <extracomment>tables</extracomment>
      <translation>Stable Diffusion 1.5</translation>
    </message>
    <message>
      <source>SD 1.5 Inpainting</source>
      <extracomment>tables</extracomment>
      <translation>SD 1.5 Inpainting</translation>
    </message>
    <message>
      <source>Stable Diffusion XL</source>
      <extracomment>tables</extracomment>
      <translation>Stable Diffusion XL</translation>
    </message>
    <message>
      <source>SDXL Inpainting</source>
      <extracomment>tables</extracomment>
      <translation>SDXL Inpainting</translation>
    </message>
    <message>
      <source>SDXL Turbo</source>
      <extracomment>tables</extracomment>
      <translation>SDXL Turbo</translation>
    </message>
    <message>
      <source>SDXL Lightning</source>
      <extracomment>tables</extracomment>
      <translation>SDXL Lightning</translation>
    </message>
    <message>
      <source>LCM, SD 1.5</source>
      <extracomment>tables</extracomment>
      <translation>LCM, SD 1.5</translation>
    </message>
    <message>
      <source>LCM, SDXL</source>
      <extracomment>tables</extracomment>
      <translation>LCM, SDXL</translation>
    </message>
    <message>
      <source>Hyper-SD, SD 1.5</source>
      <extracomment>tables</extracomment>
      <translation>Hyper-SD, SD 1.5</translation>
    </message>
    <message>
      <source>SD 2 Depth</source>
      <extracomment>tables</extracomment>
      <translation>SD 2 Depth</translation>
    </message>
    <message>
      <source>SD 3.5 Medium</source>
      <extracomment>tables</extracomment>
      <translation>SD 3.5 Medium</translation>
    </message>
    <message>
      <source>Z-Image Turbo</source>
      <extracomment>tables</extracomment>
      <translation>Z-Image Turbo</translation>
    </message>
    <message>
      <source>FLUX.1 schnell</source>
      <extracomment>tables</extracomment>
      <translation>FLUX.1 schnell</translation>
    </message>
    <message>
      <source>FLUX.1 Kontext</source>
      <extracomment>tables</extracomment>
      <translation>FLUX.1 Kontext</translation>
    </message>
    <message>
      <source>FLUX.2 klein</source>
      <extracomment>tables</extracomment>
      <translation>FLUX.2 klein</translation>
    </message>
    <message>
      <source>its trembling</source>
      <extracomment>sentences</extracomment>
      <translation>떨림</translation>
    </message>
    <message>
      <source>paint that runs while the pen rests</source>
      <extracomment>sentences</extracomment>
      <translation>펜이 쉬는 동안 흐르는 물감</translation>
    </message>
    <message>
      <source>dabs that are thrown by the pen's speed</source>
      <extracomment>sentences</extracomment>
      <translation>펜 속도로 흩뿌리는 점</translation>
    </message>
    <message>
      <source>painting only where there is paint (lock the layer's alpha instead)</source>
      <extracomment>sentences</extracomment>
      <translation>물감이 있는 곳에만 칠하기(대신 레이어의 알파를 잠그세요)</translation>
    </message>
    <message>
      <source>colouring without changing brightness</source>
      <extracomment>sentences</extracomment>
      <translation>밝기를 바꾸지 않고 색만 입히기</translation>
    </message>
    <message>
      <source>snapping to pixels</source>
      <extracomment>sentences</extracomment>
      <translation>픽셀에 맞추기</translation>
    </message>
    <message>
      <source>{shown} is no brush of MyPaint's that is known here.</source>
      <extracomment>sentences</extracomment>
      <translation>{shown}은(는) 알려진 MyPaint 브러시가 아닙니다.</translation>
    </message>
    <message>
      <source>Open it in MyPaint 1.2 or newer and save it again.</source>
      <extracomment>sentences</extracomment>
      <translation>MyPaint 1.2 이상에서 열고 다시 저장하세요.</translation>
    </message>
    <message>
      <source>The brush {shown} is damaged.</source>
      <extracomment>sentences</extracomment>
      <translation>붓 {shown}이(가) 손상되었습니다.</translation>
    </message>
    <message>
      <source>Get it again from where it is from.</source>
      <extracomment>sentences</extracomment>
      <translation>원래 있던 곳에서 다시 받으세요.</translation>
    </message>
    <message>
      <source>It paints with its colour alone: mixing it with the canvas's is lost.</source>
      <extracomment>sentences</extracomment>
      <translation>자기 색으로만 칠합니다. 캔버스의 색과 섞는 성질은 없어집니다.</translation>
    </message>
    <message>
      <source>It erased: choose the eraser before you choose it.</source>
      <extracomment>sentences</extracomment>
      <translation>지우는 브러시였습니다. 고르기 전에 지우개를 고르세요.</translation>
    </message>
    <message>
      <source>changes of colour within a stroke</source>
      <extracomment>sentences</extracomment>
      <translation>획 안에서의 색 변화</translation>
    </message>
    <message>
      <source>Not taken over: {join}.</source>
      <extracomment>sentences</extracomment>
      <translation>가져오지 못한 것: {join}.</translation>
    </message>
    <message>
      <source>Its {value} followed “{source}”, which there is none of here.</source>
      <extracomment>sentences</extracomment>
      <translation>{value}은(는) “{source}”을(를) 따랐는데, 여기에는 그런 것이 없습니다.</translation>
    </message>
    <message>
      <source>{shown} is no brush.</source>
      <extracomment>sentences</extracomment>
      <translation>{shown}은(는) 붓이 아닙니다.</translation>
    </message>
    <message>
      <source>Choose a brush that was exported, or one of MyPaint's.</source>
      <extracomment>sentences</extracomment>
      <translation>내보낸 붓이나 MyPaint의 붓을 고르세요.</translation>
    </message>
    <message>
      <source>{shown} was made by a newer version of Underpaint.</source>
      <extracomment>sentences</extracomment>
      <translation>{shown}은(는) 더 새로운 Underpaint가 만든 것입니다.</translation>
    </message>
    <message>
      <source>Update Underpaint.</source>
      <extracomment>sentences</extracomment>
      <translation>Underpaint를 업데이트하세요.</translation>
    </message>
    <message>
      <source>{shown} is a brush of an old MyPaint.</source>
      <extracomment>sentences</extracomment>
      <translation>{shown}은(는) 옛 MyPaint의 브러시입니다.</translation>
    </message>
    <message>
      <source>Delete it, or get it again from where it is from.</source>
      <extracomment>sentences</extracomment>
      <translation>지우거나, 원래 있던 곳에서 다시 받으세요.</translation>
    </message>
    <message>
      <source>{shown} is larger than any brush.</source>
      <extracomment>sentences</extracomment>
      <translation>{shown}은(는) 어떤 브러시보다도 큽니다.</translation>
    </message>
    <message>
      <source>Choose another file.</source>
      <extracomment>sentences</extracomment>
      <translation>다른 파일을 고르세요.</translation>
    </message>
    <message>
      <source>There is no kind of control map called “{name}”.</source>
      <extracomment>sentences</extracomment>
      <translation>“{name}”이라는 컨트롤 맵 종류는 없습니다.</translation>
    </message>
    <message>
      <source>Choose one of: {join}.</source>
      <extracomment>sentences</extracomment>
      <translation>다음 중에서 고르세요: {join}.</translation>
    </message>
    <message>
      <source>Maps of the kind “{kind}” are not made from pictures.</source>
      <extracomment>sentences</extracomment>
      <translation>“{kind}” 종류의 맵은 그림에서 만들 수 없습니다.</translation>
    </message>
    <message>
      <source>Give the map itself.</source>
      <extracomment>sentences</extracomment>
      <translation>맵 자체를 주세요.</translation>
    </message>
    <message>
      <source>huggingface.co/TheMistoAI/MistoLine, folder Anyline</source>
      <extracomment>sentences</extracomment>
      <translation>huggingface.co/TheMistoAI/MistoLine의 Anyline 폴더</translation>
    </message>
    <message>
      <source>the Python package {PACKAGE}</source>
      <extracomment>sentences</extracomment>
      <translation>파이썬 패키지 {PACKAGE}</translation>
    </message>
    <message>
      <source>in the folder {partly}</source>
      <extracomment>sentences</extracomment>
      <translation>{partly} 폴더에</translation>
    </message>
    <message>
      <source>among the models</source>
      <extracomment>sentences</extracomment>
      <translation>모델 가운데</translation>
    </message>
    <message>
      <source>“{title}” needs the files {listed}, which are not {where}.</source>
      <extracomment>sentences</extracomment>
      <translation>“{title}”에 필요한 파일 {listed}이(가) {where} 없습니다.</translation>
    </message>
    <message>
      <source>Get them from {published} and put them into {into}.</source>
      <extracomment>sentences</extracomment>
      <translation>{published}에서 받아 {into}에 넣으세요.</translation>
    </message>
    <message>
      <source>The Python package {PACKAGE} {what}</source>
      <extracomment>sentences</extracomment>
      <translation>파이썬 패키지 {PACKAGE}: {what}</translation>
    </message>
    <message>
      <source>Install the package beside Underpaint (pip install {PACKAGE}), or choose a map that needs no network: canny, scribble, lineart.</source>
      <extracomment>sentences</extracomment>
      <translation>Underpaint 옆에 패키지를 설치하거나(pip install {PACKAGE}), 네트워크가 필요 없는 맵을 고르세요: canny, scribble, lineart.</translation>
    </message>
    <message>
      <source>“{title}” needs the file {listed}, which is not {where}.</source>
      <extracomment>sentences</extracomment>
      <translation>“{title}”에 필요한 파일 {listed}이(가) {where} 없습니다.</translation>
    </message>
    <message>
      <source>Get it from {published} and put it into {into}.</source>
      <extracomment>sentences</extracomment>
      <translation>{published}에서 받아 {into}에 넣으세요.</translation>
    </message>
    <message>
      <source>is not installed.</source>
      <extracomment>sentences</extracomment>
      <translation>설치되어 있지 않습니다.</translation>
    </message>
    <message>
      <source>the file {file}</source>
      <extracomment>sentences</extracomment>
      <translation>파일 {file}</translation>
    </message>
    <message>
      <source>The Python package {PACKAGE} cannot be imported ({__name__}: {error}).</source>
      <extracomment>sentences</extracomment>
      <translation>파이썬 패키지 {PACKAGE}을(를) 불러올 수 없습니다({__name__}: {error}).</translation>
    </message>
    <message>
      <source>Install it anew (pip install {PACKAGE}), or draw the map.</source>
      <extracomment>sentences</extracomment>
      <translation>새로 설치하거나(pip install {PACKAGE}), 맵을 직접 그리세요.</translation>
    </message>
    <message>
      <source>The weights for “{title}” in {folder} cannot be loaded ({error}).</source>
      <extracomment>sentences</extracomment>
      <translation>{folder}에 있는 “{title}”의 가중치를 불러올 수 없습니다({error}).</translation>
    </message>
    <message>
      <source>Download or copy them again.</source>
      <extracomment>sentences</extracomment>
      <translation>다시 받거나 복사하세요.</translation>
    </message>
    <message>
      <source>lacks {missing}.</source>
      <extracomment>sentences</extracomment>
      <translation>{missing}이(가) 없습니다.</translation>
    </message>
    <message>
      <source>It is above “high”.</source>
      <extracomment>sentences</extracomment>
      <translation>“high”보다 큽니다.</translation>
    </message>
    <message>
      <source>Set it below.</source>
      <extracomment>sentences</extracomment>
      <translation>그보다 낮게 정하세요.</translation>
    </message>
    <message>
      <source>“{title}” needs a model for semantic segmentation, and none was found.</source>
      <extracomment>sentences</extracomment>
      <translation>“{title}”에는 의미 분할 모델이 필요한데 찾지 못했습니다.</translation>
    </message>
    <message>
      <source>Get the files of one {_FILES} that was trained on ADE20K, for example from huggingface.co/nvidia/segformer-b0-finetuned-ade-512-512, and put them into a folder of their own in {own}.</source>
      <extracomment>sentences</extracomment>
      <translation>ADE20K로 학습된 모델의 파일 {_FILES}을(를) 받아(예: huggingface.co/nvidia/segformer-b0-finetuned-ade-512-512) {own} 안의 폴더에 넣으세요.</translation>
    </message>
    <message>
      <source>The model in {folder} found no depth: its numbers broke down (NaN).</source>
      <extracomment>sentences</extracomment>
      <translation>{folder}의 모델이 깊이를 찾지 못했습니다. 수가 망가졌습니다(NaN).</translation>
    </message>
    <message>
      <source>Choose another one.</source>
      <extracomment>sentences</extracomment>
      <translation>다른 것을 고르세요.</translation>
    </message>
    <message>
      <source>“{title}” needs a depth estimator (DPT or Depth Anything), and none{called} was found.</source>
      <extracomment>sentences</extracomment>
      <translation>“{title}”에는 깊이 추정 모델(DPT나 Depth Anything)이 필요한데{called} 찾지 못했습니다.</translation>
    </message>
    <message>
      <source>Get the files of one {_FILES}, for example from huggingface.co/depth-anything/Depth-Anything-V2-Small-hf, and put them into a folder of their own in {own}.</source>
      <extracomment>sentences</extracomment>
      <translation>모델의 파일 {_FILES}을(를) 받아(예: huggingface.co/depth-anything/Depth-Anything-V2-Small-hf) {own} 안의 폴더에 넣으세요.</translation>
    </message>
    <message>
      <source>There is no model for “{title}” called “{model}”.</source>
      <extracomment>sentences</extracomment>
      <translation>“{title}”에 쓸 “{model}” 모델이 없습니다.</translation>
    </message>
    <message>
      <source>Choose one of those that were found ({join}).</source>
      <extracomment>sentences</extracomment>
      <translation>찾은 것 중에서 고르세요({join}).</translation>
    </message>
    <message>
      <source>The model for “{title}” in {folder} cannot be loaded ({error}).</source>
      <extracomment>sentences</extracomment>
      <translation>{folder}에 있는 “{title}”의 모델을 불러올 수 없습니다({error}).</translation>
    </message>
    <message>
      <source>Download or copy it again, as safetensors, or choose another one.</source>
      <extracomment>sentences</extracomment>
      <translation>safetensors로 다시 받거나 복사하세요. 다른 것을 골라도 됩니다.</translation>
    </message>
    <message>
      <source>{title} knows no sampler “{sampler}”; Euler's was used. DPM++ and UniPC are there as well.</source>
      <extracomment>sentences</extracomment>
      <translation>{title}에는 “{sampler}” 샘플러가 없어 Euler를 썼습니다. DPM++와 UniPC도 있습니다.</translation>
    </message>
    <message>
      <source>“{title}” is told its guidance: what to avoid does not count.</source>
      <extracomment>sentences</extracomment>
      <translation>“{title}”은(는) 가이던스를 값으로 받으므로 피할 것은 작용하지 않습니다.</translation>
    </message>
    <message>
      <source>The model “{title}” needs a technique that this request does not have.</source>
      <extracomment>sentences</extracomment>
      <translation>“{title}” 모델에는 이 요청에 없는 기법이 필요합니다.</translation>
    </message>
    <message>
      <source>Add the technique that it was made for, or choose another model.</source>
      <extracomment>sentences</extracomment>
      <translation>모델이 필요로 하는 기법을 더하거나 다른 모델을 고르세요.</translation>
    </message>
    <message>
      <source>There is a mask but no picture under it.</source>
      <extracomment>sentences</extracomment>
      <translation>마스크는 있는데 그 아래에 그림이 없습니다.</translation>
    </message>
    <message>
      <source>Open or paint a picture.</source>
      <extracomment>sentences</extracomment>
      <translation>그림을 열거나 그리세요.</translation>
    </message>
    <message>
      <source>There is no picture to edit.</source>
      <extracomment>sentences</extracomment>
      <translation>고칠 그림이 없습니다.</translation>
    </message>
    <message>
      <source>learned file</source>
      <extracomment>sentences</extracomment>
      <translation>학습 파일</translation>
    </message>
    <message>
      <source>1 part</source>
      <extracomment>sentences</extracomment>
      <translation>일부분 1개</translation>
    </message>
    <message>
      <source>{what} of “{name}” found no place in this model and did nothing: {some}</source>
      <extracomment>sentences</extracomment>
      <translation>“{name}”의 {what}은(는) 이 모델에 들어갈 자리가 없어 아무 일도 하지 않았습니다: {some}</translation>
    </message>
    <message>
      <source>, whose words are {words} numbers wide</source>
      <extracomment>sentences</extracomment>
      <translation>(낱말이 수 {words}개짜리)</translation>
    </message>
    <message>
      <source>“{name}” was made for another kind of model than “{title}”{wide}: {name_} is {why}.</source>
      <extracomment>sentences</extracomment>
      <translation>“{name}”은(는) “{title}”{wide}와(과) 다른 종류의 모델용입니다: {name_}은(는) {why}입니다.</translation>
    </message>
    <message>
      <source>Choose a model of the kind that it was made for, or take it out.</source>
      <extracomment>sentences</extracomment>
      <translation>맞는 종류의 모델을 고르거나 빼세요.</translation>
    </message>
    <message>
      <source>Nothing in “{name}” has a place in the model “{title}” ({some}).</source>
      <extracomment>sentences</extracomment>
      <translation>“{name}”에는 “{title}” 모델에 들어갈 것이 없습니다({some}).</translation>
    </message>
    <message>
      <source>“{name}” holds numbers that are none (NaN or infinite, in {broken}): every picture made with it would be black.</source>
      <extracomment>sentences</extracomment>
      <translation>“{name}”에 숫자가 아닌 값이 있습니다({broken}의 NaN 또는 무한대). 이것으로 만든 그림은 모두 검게 됩니다.</translation>
    </message>
    <message>
      <source>Download or copy it again, or teach it again with a lower learning rate.</source>
      <extracomment>sentences</extracomment>
      <translation>다시 내려받거나 복사하세요. 또는 학습률을 낮추어 다시 가르치세요.</translation>
    </message>
    <message>
      <source>“{name}” cannot be read ({error}).</source>
      <extracomment>sentences</extracomment>
      <translation>“{name}”을(를) 읽을 수 없습니다({error}).</translation>
    </message>
    <message>
      <source>Download or copy it again.</source>
      <extracomment>sentences</extracomment>
      <translation>다시 받거나 복사하세요.</translation>
    </message>
    <message>
      <source>“{file}” teaches words {have} numbers wide, and those of “{title}” are {want} wide: it was made for another kind of model.</source>
      <extracomment>sentences</extracomment>
      <translation>“{file}”은(는) 수 {have}개짜리 낱말을 가르치는데 “{title}”의 낱말은 {want}개입니다. 다른 종류의 모델용입니다.</translation>
    </message>
    <message>
      <source>The model computed numbers that make no picture (in {stage}).</source>
      <extracomment>sentences</extracomment>
      <translation>모델이 그림이 되지 않는 수를 계산했습니다({stage}).</translation>
    </message>
    <message>
      <source>Try a lower guidance scale or another sampler; if it happens again, get the model anew, for its files may be damaged, or choose another one.</source>
      <extracomment>sentences</extracomment>
      <translation>가이던스를 낮추거나 다른 샘플러를 써 보세요. 다시 생기면 파일이 망가졌을 수 있으니 모델을 새로 받거나 다른 모델을 고르세요.</translation>
    </message>
    <message>
      <source>The refiner finishes the picture without {title}.</source>
      <extracomment>sentences</extracomment>
      <translation>리파이너는 {title} 없이 그림을 마무리합니다.</translation>
    </message>
    <message>
      <source>{title} attends to words and picture together: its regions are painted each by itself.</source>
      <extracomment>sentences</extracomment>
      <translation>{title}은(는) 낱말과 그림을 함께 보므로 영역을 따로따로 그립니다.</translation>
    </message>
    <message>
      <source>{title} reads a prompt as sentences: weights of words do not count.</source>
      <extracomment>sentences</extracomment>
      <translation>{title}은(는) 프롬프트를 문장으로 읽으므로 낱말의 가중치가 작용하지 않습니다.</translation>
    </message>
    <message>
      <source>Paint fewer pictures at a time or a smaller one, or close other programs.</source>
      <extracomment>sentences</extracomment>
      <translation>한 번에 적은 수나 더 작은 그림을 그리거나, 다른 프로그램을 닫으세요.</translation>
    </message>
    <message>
      <source>Something went wrong inside the program ({__name__}).</source>
      <extracomment>sentences</extracomment>
      <translation>프로그램 안에서 문제가 생겼습니다({__name__}).</translation>
    </message>
    <message>
      <source>Try again; if it happens again, report it together with the log.</source>
      <extracomment>sentences</extracomment>
      <translation>다시 해 보세요. 또 생기면 로그와 함께 알려 주세요.</translation>
    </message>
    <message>
      <source>Make fewer pictures at once, choose a smaller size, or close other programs.</source>
      <extracomment>sentences</extracomment>
      <translation>한 번에 적은 수를 만들거나, 크기를 줄이거나, 다른 프로그램을 닫으세요.</translation>
    </message>
    <message>
      <source>this job</source>
      <extracomment>sentences</extracomment>
      <translation>이 작업</translation>
    </message>
    <message>
      <source>There is not enough memory for {what}.</source>
      <extracomment>sentences</extracomment>
      <translation>{what}에 쓸 메모리가 모자랍니다.</translation>
    </message>
    <message>
      <source>The model's numbers broke down (NaN).</source>
      <extracomment>sentences</extracomment>
      <translation>모델의 수가 망가졌습니다(NaN).</translation>
    </message>
    <message>
      <source>Try another sampler or another model.</source>
      <extracomment>sentences</extracomment>
      <translation>다른 샘플러나 다른 모델을 써 보세요.</translation>
    </message>
    <message>
      <source>not enough memory</source>
      <extracomment>sentences</extracomment>
      <translation>메모리 부족</translation>
    </message>
    <message>
      <source>The prompt does not have the word “{word}”.</source>
      <extracomment>sentences</extracomment>
      <translation>프롬프트에 “{word}” 낱말이 없습니다.</translation>
    </message>
    <message>
      <source>Choose a word of the prompt, spelled as it is there.</source>
      <extracomment>sentences</extracomment>
      <translation>프롬프트에 적힌 그대로의 낱말을 고르세요.</translation>
    </message>
    <message>
      <source>The region {name}</source>
      <extracomment>sentences</extracomment>
      <translation>영역 {name}</translation>
    </message>
    <message>
      <source>It was moved.</source>
      <extracomment>sentences</extracomment>
      <translation>옮겨졌습니다.</translation>
    </message>
    <message>
      <source>The layers below it lie in another order.</source>
      <extracomment>sentences</extracomment>
      <translation>아래 레이어의 순서가 바뀌었습니다.</translation>
    </message>
    <message>
      <source>{name}, which a technique follows,</source>
      <extracomment>sentences</extracomment>
      <translation>기법이 따르는 {name}</translation>
    </message>
    <message>
      <source>{name} is not shown here any more.</source>
      <extracomment>sentences</extracomment>
      <translation>{name}이(가) 이제 여기에 보이지 않습니다.</translation>
    </message>
    <message>
      <source>{name} is gone.</source>
      <extracomment>sentences</extracomment>
      <translation>{name}이(가) 없어졌습니다.</translation>
    </message>
    <message>
      <source>The mask {name} was painted on.</source>
      <extracomment>sentences</extracomment>
      <translation>{name} 마스크가 칠해졌습니다.</translation>
    </message>
    <message>
      <source>“{name}” was added or shown below it.</source>
      <extracomment>sentences</extracomment>
      <translation>“{name}”이(가) 그 아래에 추가되거나 보이게 되었습니다.</translation>
    </message>
    <message>
      <source>{name} was painted on or made again.</source>
      <extracomment>sentences</extracomment>
      <translation>{name}이(가) 칠해지거나 다시 만들어졌습니다.</translation>
    </message>
    <message>
      <source>The region “{name}” was added or shown.</source>
      <extracomment>sentences</extracomment>
      <translation>“{name}” 영역이 추가되거나 보이게 되었습니다.</translation>
    </message>
    <message>
      <source>{name} says something else, or lies elsewhere.</source>
      <extracomment>sentences</extracomment>
      <translation>{name}의 말이나 자리가 바뀌었습니다.</translation>
    </message>
    <message>
      <source>{name} has another opacity, mode, clipping or group.</source>
      <extracomment>sentences</extracomment>
      <translation>{name}의 불투명도, 모드, 클리핑, 그룹이 바뀌었습니다.</translation>
    </message>
    <message>
      <source>“{name}” cannot become that.</source>
      <extracomment>sentences</extracomment>
      <translation>“{name}” 레이어는 그 종류로 바꿀 수 없습니다.</translation>
    </message>
    <message>
      <source>Choose a picture, a mask, a sketch or a region that is of another kind.</source>
      <extracomment>sentences</extracomment>
      <translation>다른 종류의 그림, 마스크, 스케치 또는 영역을 고르세요.</translation>
    </message>
    <message>
      <source>“{name}” was changed in the meantime.</source>
      <extracomment>sentences</extracomment>
      <translation>“{name}”이(가) 그사이 바뀌었습니다.</translation>
    </message>
    <message>
      <source>Do it once more, on what is there.</source>
      <extracomment>sentences</extracomment>
      <translation>지금 있는 것에 다시 한 번 하세요.</translation>
    </message>
    <message>
      <source>Nothing is selected.</source>
      <extracomment>sentences</extracomment>
      <translation>선택한 것이 없습니다.</translation>
    </message>
    <message>
      <source>Select what is to become a layer of its own.</source>
      <extracomment>sentences</extracomment>
      <translation>따로 레이어가 될 부분을 선택하세요.</translation>
    </message>
    <message>
      <source>“{name}” has no pixels that could be copied.</source>
      <extracomment>sentences</extracomment>
      <translation>“{name}”에는 복사할 픽셀이 없습니다.</translation>
    </message>
    <message>
      <source>Choose a picture or a mask.</source>
      <extracomment>sentences</extracomment>
      <translation>그림이나 마스크를 고르세요.</translation>
    </message>
    <message>
      <source>Nothing is selected of “{name}”.</source>
      <extracomment>sentences</extracomment>
      <translation>“{name}”에서 선택한 것이 없습니다.</translation>
    </message>
    <message>
      <source>Choose another layer, or select more.</source>
      <extracomment>sentences</extracomment>
      <translation>다른 레이어를 고르거나 더 넓게 선택하세요.</translation>
    </message>
    <message>
      <source>No layer is chosen.</source>
      <extracomment>sentences</extracomment>
      <translation>고른 레이어가 없습니다.</translation>
    </message>
    <message>
      <source>Choose one in the layer list.</source>
      <extracomment>sentences</extracomment>
      <translation>레이어 목록에서 하나를 고르세요.</translation>
    </message>
    <message>
      <source>No picture is shown.</source>
      <extracomment>sentences</extracomment>
      <translation>보이는 그림이 없습니다.</translation>
    </message>
    <message>
      <source>Show what the new layer is to be made of.</source>
      <extracomment>sentences</extracomment>
      <translation>새 레이어로 만들 것을 보이게 하세요.</translation>
    </message>
    <message>
      <source>“{name}” is locked.</source>
      <extracomment>sentences</extracomment>
      <translation>“{name}”이(가) 잠겨 있습니다.</translation>
    </message>
    <message>
      <source>Unlock it in the layer list to change it.</source>
      <extracomment>sentences</extracomment>
      <translation>바꾸려면 레이어 목록에서 잠금을 푸세요.</translation>
    </message>
    <message>
      <source>“{name}” is not of a kind that this can be done to.</source>
      <extracomment>sentences</extracomment>
      <translation>“{name}”은(는) 이렇게 할 수 있는 종류가 아닙니다.</translation>
    </message>
    <message>
      <source>Choose another layer.</source>
      <extracomment>sentences</extracomment>
      <translation>다른 레이어를 고르세요.</translation>
    </message>
    <message>
      <source>Choose those that are to be grouped.</source>
      <extracomment>sentences</extracomment>
      <translation>묶을 것을 고르세요.</translation>
    </message>
    <message>
      <source>“{name}” is no group.</source>
      <extracomment>sentences</extracomment>
      <translation>“{name}”은(는) 그룹이 아닙니다.</translation>
    </message>
    <message>
      <source>“{name}” cannot have a mask of its own.</source>
      <extracomment>sentences</extracomment>
      <translation>“{name}”은(는) 자기 마스크를 가질 수 없습니다.</translation>
    </message>
    <message>
      <source>Choose a picture or a group in the layer list.</source>
      <extracomment>sentences</extracomment>
      <translation>레이어 목록에서 그림이나 그룹을 고르세요.</translation>
    </message>
    <message>
      <source>“{name}” is no layer mask.</source>
      <extracomment>sentences</extracomment>
      <translation>“{name}”은(는) 레이어 마스크가 아닙니다.</translation>
    </message>
    <message>
      <source>“{name}” is a group, which has no pixels of its own.</source>
      <extracomment>sentences</extracomment>
      <translation>“{name}”은(는) 그룹이라 자기 픽셀이 없습니다.</translation>
    </message>
    <message>
      <source>Merge the group first.</source>
      <extracomment>sentences</extracomment>
      <translation>먼저 그룹을 병합하세요.</translation>
    </message>
    <message>
      <source>“{name}” cannot lie in a group.</source>
      <extracomment>sentences</extracomment>
      <translation>“{name}”은(는) 그룹에 넣을 수 없습니다.</translation>
    </message>
    <message>
      <source>Masks, regions and sketches are of the whole picture; group pictures.</source>
      <extracomment>sentences</extracomment>
      <translation>마스크, 영역, 스케치는 그림 전체의 것입니다. 그림을 묶으세요.</translation>
    </message>
    <message>
      <source>“{name}” has no pixels of its own.</source>
      <extracomment>sentences</extracomment>
      <translation>“{name}”은(는) 자기 픽셀이 없습니다.</translation>
    </message>
    <message>
      <source>Choose a layer that has.</source>
      <extracomment>sentences</extracomment>
      <translation>픽셀이 있는 레이어를 고르세요.</translation>
    </message>
    <message>
      <source>“{name}” cannot lie there.</source>
      <extracomment>sentences</extracomment>
      <translation>“{name}”은(는) 거기에 놓을 수 없습니다.</translation>
    </message>
    <message>
      <source>Groups hold pictures and groups; other layers are of the whole picture.</source>
      <extracomment>sentences</extracomment>
      <translation>그룹에는 그림과 그룹이 들어갑니다. 다른 레이어는 그림 전체의 것입니다.</translation>
    </message>
    <message>
      <source>The layer is made for {size} pixels, the picture has {size_}.</source>
      <extracomment>sentences</extracomment>
      <translation>레이어는 {size} 픽셀용이고 그림은 {size_}입니다.</translation>
    </message>
    <message>
      <source>Resize one of the two.</source>
      <extracomment>sentences</extracomment>
      <translation>둘 중 하나의 크기를 바꾸세요.</translation>
    </message>
    <message>
      <source>The canvas has another size than when this was made.</source>
      <extracomment>sentences</extracomment>
      <translation>캔버스의 크기가 이것을 만들 때와 다릅니다.</translation>
    </message>
    <message>
      <source>Make it again.</source>
      <extracomment>sentences</extracomment>
      <translation>다시 만드세요.</translation>
    </message>
    <message>
      <source>There is no layer below this one.</source>
      <extracomment>sentences</extracomment>
      <translation>이 아래에 레이어가 없습니다.</translation>
    </message>
    <message>
      <source>Merge a layer further up.</source>
      <extracomment>sentences</extracomment>
      <translation>더 위의 레이어를 병합하세요.</translation>
    </message>
    <message>
      <source>“{name}” and “{name_}” cannot become one layer.</source>
      <extracomment>sentences</extracomment>
      <translation>“{name}”와(과) “{name_}”은(는) 한 레이어가 될 수 없습니다.</translation>
    </message>
    <message>
      <source>Merge two pictures, two sketches or two masks.</source>
      <extracomment>sentences</extracomment>
      <translation>그림 둘, 스케치 둘 또는 마스크 둘을 병합하세요.</translation>
    </message>
    <message>
      <source>There is nothing to merge.</source>
      <extracomment>sentences</extracomment>
      <translation>병합할 것이 없습니다.</translation>
    </message>
    <message>
      <source>Choose two pictures or more.</source>
      <extracomment>sentences</extracomment>
      <translation>그림을 둘 이상 고르세요.</translation>
    </message>
    <message>
      <source>The layers lie in different groups.</source>
      <extracomment>sentences</extracomment>
      <translation>레이어들이 서로 다른 그룹에 있습니다.</translation>
    </message>
    <message>
      <source>Choose layers of one group to merge them.</source>
      <extracomment>sentences</extracomment>
      <translation>한 그룹의 레이어를 골라 병합하세요.</translation>
    </message>
    <message>
      <source>Show what is to be merged.</source>
      <extracomment>sentences</extracomment>
      <translation>병합할 것을 보이게 하세요.</translation>
    </message>
    <message>
      <source>There is no picture to flatten.</source>
      <extracomment>sentences</extracomment>
      <translation>병합할 그림이 없습니다.</translation>
    </message>
    <message>
      <source>Add a layer to paint on.</source>
      <extracomment>sentences</extracomment>
      <translation>그릴 레이어를 추가하세요.</translation>
    </message>
    <message>
      <source>“{name}” is hidden.</source>
      <extracomment>sentences</extracomment>
      <translation>“{name}”이(가) 숨겨져 있습니다.</translation>
    </message>
    <message>
      <source>Show it to merge it.</source>
      <extracomment>sentences</extracomment>
      <translation>병합하려면 보이게 하세요.</translation>
    </message>
    <message>
      <source>That is too far from the canvas.</source>
      <extracomment>sentences</extracomment>
      <translation>캔버스에서 너무 멉니다.</translation>
    </message>
    <message>
      <source>Move the layer less far.</source>
      <extracomment>sentences</extracomment>
      <translation>레이어를 덜 멀리 옮기세요.</translation>
    </message>
    <message>
      <source>The canvas has another size now.</source>
      <extracomment>sentences</extracomment>
      <translation>캔버스 크기가 그동안 바뀌었습니다.</translation>
    </message>
    <message>
      <source>Paste once more.</source>
      <extracomment>sentences</extracomment>
      <translation>한 번 더 붙여넣으세요.</translation>
    </message>
    <message>
      <source>A layer mask lies on a picture or a group.</source>
      <extracomment>sentences</extracomment>
      <translation>레이어 마스크는 그림이나 그룹에 놓입니다.</translation>
    </message>
    <message>
      <source>Choose one in the layer list first.</source>
      <extracomment>sentences</extracomment>
      <translation>먼저 레이어 목록에서 하나를 고르세요.</translation>
    </message>
    <message>
      <source>The picture was changed in the meantime.</source>
      <extracomment>sentences</extracomment>
      <translation>그림이 그사이 바뀌었습니다.</translation>
    </message>
    <message>
      <source>The layer is not there any more.</source>
      <extracomment>sentences</extracomment>
      <translation>레이어가 이제 없습니다.</translation>
    </message>
    <message>
      <source>Choose another one in the list.</source>
      <extracomment>sentences</extracomment>
      <translation>목록에서 다른 것을 고르세요.</translation>
    </message>
    <message>
      <source>A picture cannot be {size}×{size_} pixels.</source>
      <extracomment>sentences</extracomment>
      <translation>그림은 {size}×{size_} 픽셀일 수 없습니다.</translation>
    </message>
    <message>
      <source>Choose sides of 1 to {MAX_SIDE} whole pixels.</source>
      <extracomment>sentences</extracomment>
      <translation>변을 1에서 {MAX_SIDE} 사이의 정수 픽셀로 하세요.</translation>
    </message>
    <message>
      <source>There is nothing to clone from yet.</source>
      <extracomment>sentences</extracomment>
      <translation>아직 복제할 것이 없습니다.</translation>
    </message>
    <message>
      <source>Hold Ctrl and click where the brush is to take its pixels from.</source>
      <extracomment>sentences</extracomment>
      <translation>Ctrl을 누른 채 붓이 픽셀을 가져올 곳을 클릭하세요.</translation>
    </message>
    <message>
      <source>The transparency of “{name}” is locked, so nothing can be erased.</source>
      <extracomment>sentences</extracomment>
      <translation>“{name}”의 투명도가 잠겨 있어 지울 수 없습니다.</translation>
    </message>
    <message>
      <source>Unlock it in the layer list, or paint over.</source>
      <extracomment>sentences</extracomment>
      <translation>레이어 목록에서 잠금을 풀거나 덧칠하세요.</translation>
    </message>
    <message>
      <source>Choose a layer to paint on.</source>
      <extracomment>sentences</extracomment>
      <translation>그릴 레이어를 고르세요.</translation>
    </message>
    <message>
      <source>Show it in the layer list to paint.</source>
      <extracomment>sentences</extracomment>
      <translation>그리려면 레이어 목록에서 보이게 하세요.</translation>
    </message>
    <message>
      <source>A corner was drawn over the others.</source>
      <extracomment>sentences</extracomment>
      <translation>모서리가 다른 모서리를 넘어갔습니다.</translation>
    </message>
    <message>
      <source>Draw it back to the outside.</source>
      <extracomment>sentences</extracomment>
      <translation>바깥으로 되돌리세요.</translation>
    </message>
    <message>
      <source>It would be {width}×{height} pixels.</source>
      <extracomment>sentences</extracomment>
      <translation>{width}×{height} 픽셀이 됩니다.</translation>
    </message>
    <message>
      <source>Keep its sides below {MAX_SIDE} pixels.</source>
      <extracomment>sentences</extracomment>
      <translation>변을 {MAX_SIDE} 픽셀 아래로 하세요.</translation>
    </message>
    <message>
      <source>There is nothing to transform.</source>
      <extracomment>sentences</extracomment>
      <translation>변형할 것이 없습니다.</translation>
    </message>
    <message>
      <source>Paint something, or choose a layer.</source>
      <extracomment>sentences</extracomment>
      <translation>무언가를 그리거나 레이어를 고르세요.</translation>
    </message>
    <message>
      <source>There is nothing to flip.</source>
      <extracomment>sentences</extracomment>
      <translation>뒤집을 것이 없습니다.</translation>
    </message>
    <message>
      <source>Choose one, or let the wand see the whole picture.</source>
      <extracomment>sentences</extracomment>
      <translation>하나를 고르거나 자동 선택이 그림 전체를 보게 하세요.</translation>
    </message>
    <message>
      <source>“{name}” is a box and has no pixels.</source>
      <extracomment>sentences</extracomment>
      <translation>“{name}”은(는) 상자라 픽셀이 없습니다.</translation>
    </message>
    <message>
      <source>Choose another layer, or let the wand see the whole picture.</source>
      <extracomment>sentences</extracomment>
      <translation>다른 레이어를 고르거나 자동 선택이 그림 전체를 보게 하세요.</translation>
    </message>
    <message>
      <source>The transparency of “{name}” is locked.</source>
      <extracomment>sentences</extracomment>
      <translation>“{name}”의 투명도가 잠겨 있습니다.</translation>
    </message>
    <message>
      <source>Unlock it to edit the text.</source>
      <extracomment>sentences</extracomment>
      <translation>글자를 고치려면 잠금을 푸세요.</translation>
    </message>
    <message>
      <source>Paste the address of a model's page, or its name as “owner/model”.</source>
      <extracomment>sentences</extracomment>
      <translation>모델 페이지의 주소나 “소유자/모델” 이름을 붙여 넣으세요.</translation>
    </message>
    <message>
      <source>“{in_short}” is no model's name or address.</source>
      <extracomment>sentences</extracomment>
      <translation>“{in_short}”은(는) 모델의 이름도 주소도 아닙니다.</translation>
    </message>
    <message>
      <source>{netloc} is not the hub that models are fetched from.</source>
      <extracomment>sentences</extracomment>
      <translation>{netloc}은(는) 모델을 받는 허브가 아닙니다.</translation>
    </message>
    <message>
      <source>Download the file in a browser and drop it on the window, or paste an address of {netloc}.</source>
      <extracomment>sentences</extracomment>
      <translation>브라우저로 파일을 받아 창에 놓거나, {netloc}의 주소를 붙여 넣으세요.</translation>
    </message>
    <message>
      <source>This is the address of a data set or a space, not of a model.</source>
      <extracomment>sentences</extracomment>
      <translation>모델이 아니라 데이터 세트나 스페이스의 주소입니다.</translation>
    </message>
    <message>
      <source>This is not the address of a model's page.</source>
      <extracomment>sentences</extracomment>
      <translation>모델 페이지의 주소가 아닙니다.</translation>
    </message>
    <message>
      <source>This address points outside of the model.</source>
      <extracomment>sentences</extracomment>
      <translation>이 주소는 모델 바깥을 가리킵니다.</translation>
    </message>
    <message>
      <source>There are {len} models in this place.</source>
      <extracomment>sentences</extracomment>
      <translation>이곳에는 모델이 {len}개 있습니다.</translation>
    </message>
    <message>
      <source>Choose which one is to be fetched.</source>
      <extracomment>sentences</extracomment>
      <translation>무엇을 받을지 고르세요.</translation>
    </message>
    <message>
      <source>There is no model in this place that could be used.</source>
      <extracomment>sentences</extracomment>
      <translation>이곳에는 쓸 수 있는 모델이 없습니다.</translation>
    </message>
    <message>
      <source>Look for one that is published as safetensors.</source>
      <extracomment>sentences</extracomment>
      <translation>safetensors로 공개된 것을 찾으세요.</translation>
    </message>
    <message>
      <source>{path} is a pickle: a file that could run any program when it is opened.</source>
      <extracomment>sentences</extracomment>
      <translation>{path}은(는) 피클입니다. 열면 어떤 프로그램이든 실행할 수 있는 파일입니다.</translation>
    </message>
    <message>
      <source>Choose a safetensors file, or another model.</source>
      <extracomment>sentences</extracomment>
      <translation>safetensors 파일이나 다른 모델을 고르세요.</translation>
    </message>
    <message>
      <source>There is no file {path}.</source>
      <extracomment>sentences</extracomment>
      <translation>{path} 파일이 없습니다.</translation>
    </message>
    <message>
      <source>Look for its address on the hub again.</source>
      <extracomment>sentences</extracomment>
      <translation>허브에서 주소를 다시 찾으세요.</translation>
    </message>
    <message>
      <source>{path} is no file of weights.</source>
      <extracomment>sentences</extracomment>
      <translation>{path}은(는) 가중치 파일이 아닙니다.</translation>
    </message>
    <message>
      <source>Choose a safetensors file.</source>
      <extracomment>sentences</extracomment>
      <translation>safetensors 파일을 고르세요.</translation>
    </message>
    <message>
      <source>Its weights are published as pickles only: files that could run any program when they are opened.</source>
      <extracomment>sentences</extracomment>
      <translation>가중치가 피클로만 공개되어 있습니다. 열면 어떤 프로그램이든 실행할 수 있는 파일입니다.</translation>
    </message>
    <message>
      <source>Choose a model that is published as safetensors.</source>
      <extracomment>sentences</extracomment>
      <translation>safetensors로 공개된 모델을 고르세요.</translation>
    </message>
    <message>
      <source>Its part “{name}” is published as a pickle only: a file that could run any program when it is opened.</source>
      <extracomment>sentences</extracomment>
      <translation>“{name}” 부분이 피클로만 공개되어 있습니다. 열면 어떤 프로그램이든 실행할 수 있는 파일입니다.</translation>
    </message>
    <message>
      <source>Choose another model, or another version of this one.</source>
      <extracomment>sentences</extracomment>
      <translation>다른 모델이나 이 모델의 다른 버전을 고르세요.</translation>
    </message>
    <message>
      <source>The network is switched off for models (HF_HUB_OFFLINE).</source>
      <extracomment>sentences</extracomment>
      <translation>모델을 위한 네트워크가 꺼져 있습니다(HF_HUB_OFFLINE).</translation>
    </message>
    <message>
      <source>Start the program without this variable to fetch models.</source>
      <extracomment>sentences</extracomment>
      <translation>모델을 받으려면 이 변수 없이 프로그램을 시작하세요.</translation>
    </message>
    <message>
      <source>{in_words} are needed, and {in_words_} are free on the disk of {top}.</source>
      <extracomment>sentences</extracomment>
      <translation>{in_words}이(가) 필요한데 {top}의 디스크에 {in_words_}이(가) 비어 있습니다.</translation>
    </message>
    <message>
      <source>Make room for {in_words} more, or let HF_HOME name a folder on another disk.</source>
      <extracomment>sentences</extracomment>
      <translation>{in_words}을(를) 더 비우거나, HF_HOME에 다른 디스크의 폴더를 정하세요.</translation>
    </message>
    <message>
      <source>{problem} It has been taken away again.</source>
      <extracomment>sentences</extracomment>
      <translation>{problem} 다시 치웠습니다.</translation>
    </message>
    <message>
      <source>Choose another model.</source>
      <extracomment>sentences</extracomment>
      <translation>다른 모델을 고르세요.</translation>
    </message>
    <message>
      <source>What should tell the parts of {repo} is no such list: it has {in_words}.</source>
      <extracomment>sentences</extracomment>
      <translation>{repo}의 구성을 알려 주어야 할 파일이 목록이 아닙니다. 크기가 {in_words}입니다.</translation>
    </message>
    <message>
      <source>Something unexpected went wrong.</source>
      <extracomment>sentences</extracomment>
      <translation>예상하지 못한 문제가 생겼습니다.</translation>
    </message>
    <message>
      <source>The log says more.</source>
      <extracomment>sentences</extracomment>
      <translation>로그에 더 적혀 있습니다.</translation>
    </message>
    <message>
      <source>{gib} GB of memory</source>
      <extracomment>sentences</extracomment>
      <translation>메모리 {gib} GB</translation>
    </message>
    <message>
      <source>Memory unknown</source>
      <extracomment>sentences</extracomment>
      <translation>메모리 크기를 알 수 없음</translation>
    </message>
    <message>
      <source>{told}, shared with graphics</source>
      <extracomment>sentences</extracomment>
      <translation>{told}, 그래픽과 함께 씀</translation>
    </message>
    <message>
      <source>{told}, no graphics card</source>
      <extracomment>sentences</extracomment>
      <translation>{told}, 그래픽 카드 없음</translation>
    </message>
    <message>
      <source>AMD graphics card</source>
      <extracomment>sentences</extracomment>
      <translation>AMD 그래픽 카드</translation>
    </message>
    <message>
      <source>Graphics card</source>
      <extracomment>sentences</extracomment>
      <translation>그래픽 카드</translation>
    </message>
    <message>
      <source>{host} refuses ({status}).</source>
      <extracomment>sentences</extracomment>
      <translation>{host}이(가) 거절합니다({status}).</translation>
    </message>
    <message>
      <source>Look at the model's page in a browser.</source>
      <extracomment>sentences</extracomment>
      <translation>브라우저로 모델 페이지를 보세요.</translation>
    </message>
    <message>
      <source>{netloc} does not speak as a hub does.</source>
      <extracomment>sentences</extracomment>
      <translation>{netloc}은(는) 허브가 아닌 것처럼 답합니다.</translation>
    </message>
    <message>
      <source>Look whether its address in the settings is right, or whether a page of your network wants a sign-in.</source>
      <extracomment>sentences</extracomment>
      <translation>설정의 주소가 맞는지, 네트워크의 로그인 페이지가 뜨는지 살펴보세요.</translation>
    </message>
    <message>
      <source>{repo} is only given to those who have agreed to its terms.</source>
      <extracomment>sentences</extracomment>
      <translation>{repo}은(는) 약관에 동의한 사람만 받을 수 있습니다.</translation>
    </message>
    <message>
      <source>Make one at {endpoint}/settings/tokens (reading is enough), and enter it here.</source>
      <extracomment>sentences</extracomment>
      <translation>{endpoint}/settings/tokens에서 토큰을 만들어(읽기면 됩니다) 여기에 넣으세요.</translation>
    </message>
    <message>
      <source>{repo} has no such version.</source>
      <extracomment>sentences</extracomment>
      <translation>{repo}에 그런 버전이 없습니다.</translation>
    </message>
    <message>
      <source>{repo} has no such file.</source>
      <extracomment>sentences</extracomment>
      <translation>{repo}에 그런 파일이 없습니다.</translation>
    </message>
    <message>
      <source>{host} has no model called {repo}, or it is private.</source>
      <extracomment>sentences</extracomment>
      <translation>{host}에 {repo} 모델이 없거나 비공개입니다.</translation>
    </message>
    <message>
      <source>Look whether the name is right. For a private one, enter a token.</source>
      <extracomment>sentences</extracomment>
      <translation>이름이 맞는지 보세요. 비공개라면 토큰을 넣으세요.</translation>
    </message>
    <message>
      <source>The file on the hub is shorter than what is here.</source>
      <extracomment>sentences</extracomment>
      <translation>허브의 파일이 여기 있는 것보다 짧습니다.</translation>
    </message>
    <message>
      <source>Fetch it anew.</source>
      <extracomment>sentences</extracomment>
      <translation>새로 받으세요.</translation>
    </message>
    <message>
      <source>is asked too much just now</source>
      <extracomment>sentences</extracomment>
      <translation>지금 요청을 너무 많이 받고 있습니다</translation>
    </message>
    <message>
      <source>has a problem ({status})</source>
      <extracomment>sentences</extracomment>
      <translation>문제가 있습니다({status})</translation>
    </message>
    <message>
      <source>It can go on later. What has come so far is kept.</source>
      <extracomment>sentences</extracomment>
      <translation>나중에 이어서 받을 수 있습니다. 지금까지 받은 것은 남습니다.</translation>
    </message>
    <message>
      <source>“{endpoint}” is not the address of a hub.</source>
      <extracomment>sentences</extracomment>
      <translation>“{endpoint}”은(는) 허브의 주소가 아닙니다.</translation>
    </message>
    <message>
      <source>Correct it: it looks like https://huggingface.co.</source>
      <extracomment>sentences</extracomment>
      <translation>고치세요. https://huggingface.co와 같은 모양입니다.</translation>
    </message>
    <message>
      <source>Open {endpoint}/{repo} in a browser, sign in and agree; then enter a token of yours here.</source>
      <extracomment>sentences</extracomment>
      <translation>브라우저에서 {endpoint}/{repo}을(를) 열어 로그인하고 동의한 뒤, 여기에 토큰을 넣으세요.</translation>
    </message>
    <message>
      <source>Open {endpoint}/{repo} in a browser, sign in as the owner of the token, and agree.</source>
      <extracomment>sentences</extracomment>
      <translation>브라우저에서 {endpoint}/{repo}을(를) 열어 토큰의 주인으로 로그인하고 동의하세요.</translation>
    </message>
    <message>
      <source>{host} does not accept the token.</source>
      <extracomment>sentences</extracomment>
      <translation>{host}이(가) 토큰을 받아들이지 않습니다.</translation>
    </message>
    <message>
      <source>{host} wants a token.</source>
      <extracomment>sentences</extracomment>
      <translation>{host}에는 토큰이 필요합니다.</translation>
    </message>
    <message>
      <source>{netloc} does not answer.</source>
      <extracomment>sentences</extracomment>
      <translation>{netloc}이(가) 답하지 않습니다.</translation>
    </message>
    <message>
      <source>Look whether the network is there. What has come so far is kept.</source>
      <extracomment>sentences</extracomment>
      <translation>네트워크가 되는지 보세요. 지금까지 받은 것은 남습니다.</translation>
    </message>
    <message>
      <source>The connection to {netloc} was lost or refused.</source>
      <extracomment>sentences</extracomment>
      <translation>{netloc}과(와)의 연결이 끊기거나 거절되었습니다.</translation>
    </message>
    <message>
      <source>The proxy of this system cannot be used: {error}</source>
      <extracomment>sentences</extracomment>
      <translation>이 시스템의 프록시를 쓸 수 없습니다: {error}</translation>
    </message>
    <message>
      <source>Correct it in the system’s settings, or in the variables HTTP_PROXY, HTTPS_PROXY and ALL_PROXY: an HTTP proxy works.</source>
      <extracomment>sentences</extracomment>
      <translation>시스템 설정이나 HTTP_PROXY, HTTPS_PROXY, ALL_PROXY 변수에서 고치세요. HTTP 프록시는 쓸 수 있습니다.</translation>
    </message>
    <message>
      <source>{netloc} cannot prove that it is who it says it is (its certificate is not trusted).</source>
      <extracomment>sentences</extracomment>
      <translation>{netloc}의 신원을 확인할 수 없습니다(인증서를 신뢰할 수 없음).</translation>
    </message>
    <message>
      <source>Look whether this machine’s clock is right, and whether something in your network reads along. Nothing was sent.</source>
      <extracomment>sentences</extracomment>
      <translation>이 컴퓨터의 시계가 맞는지, 네트워크에서 누군가 엿보고 있지 않은지 확인하세요. 아무것도 보내지 않았습니다.</translation>
    </message>
    <message>
      <source>This system has no keyring that could keep the token, and in a file anybody could read it. It counts until the program is closed.</source>
      <extracomment>sentences</extracomment>
      <translation>이 시스템에는 토큰을 담을 키링이 없고, 파일에 두면 누구나 읽을 수 있습니다. 프로그램을 닫을 때까지만 쓰입니다.</translation>
    </message>
    <message>
      <source>This is not a token.</source>
      <extracomment>sentences</extracomment>
      <translation>토큰이 아닙니다.</translation>
    </message>
    <message>
      <source>Copy one from {endpoint}/settings/tokens; it begins with hf_.</source>
      <extracomment>sentences</extracomment>
      <translation>{endpoint}/settings/tokens에서 복사하세요. hf_로 시작합니다.</translation>
    </message>
    <message>
      <source>{path} came twice with another content than the hub says it has.</source>
      <extracomment>sentences</extracomment>
      <translation>{path}이(가) 두 번이나 허브가 말한 것과 다른 내용으로 왔습니다.</translation>
    </message>
    <message>
      <source>Something between here and the hub changes it: try another network or mirror, or fetch it later.</source>
      <extracomment>sentences</extracomment>
      <translation>여기와 허브 사이에서 무언가가 바꿉니다. 다른 네트워크나 미러를 쓰거나 나중에 받으세요.</translation>
    </message>
    <message>
      <source>{path} is being fetched by another program just now.</source>
      <extracomment>sentences</extracomment>
      <translation>{path}을(를) 지금 다른 프로그램이 받고 있습니다.</translation>
    </message>
    <message>
      <source>Wait until it is done; then go on.</source>
      <extracomment>sentences</extracomment>
      <translation>끝날 때까지 기다렸다가 이어서 받으세요.</translation>
    </message>
    <message>
      <source>The connection ended in the middle of {path}.</source>
      <extracomment>sentences</extracomment>
      <translation>{path}을(를) 받는 중에 연결이 끊겼습니다.</translation>
    </message>
    <message>
      <source>{shown} cannot be made a folder: there is a file of this name.</source>
      <extracomment>sentences</extracomment>
      <translation>{shown}을(를) 폴더로 만들 수 없습니다. 같은 이름의 파일이 있습니다.</translation>
    </message>
    <message>
      <source>Choose another name.</source>
      <extracomment>sentences</extracomment>
      <translation>다른 이름을 고르세요.</translation>
    </message>
    <message>
      <source>No profile is chosen.</source>
      <extracomment>sentences</extracomment>
      <translation>고른 프로파일이 없습니다.</translation>
    </message>
    <message>
      <source>Choose a file that ends in .icc or .icm.</source>
      <extracomment>sentences</extracomment>
      <translation>.icc나 .icm으로 끝나는 파일을 고르세요.</translation>
    </message>
    <message>
      <source>{shown} is no colour profile.</source>
      <extracomment>sentences</extracomment>
      <translation>{shown} 파일은 색 프로파일이 아닙니다.</translation>
    </message>
    <message>
      <source>Choose an .icc or .icm file.</source>
      <extracomment>sentences</extracomment>
      <translation>.icc나 .icm 파일을 고르세요.</translation>
    </message>
    <message>
      <source>{shown} is no profile of red, green and blue.</source>
      <extracomment>sentences</extracomment>
      <translation>{shown} 파일은 빨강, 초록, 파랑 프로파일이 아닙니다.</translation>
    </message>
    <message>
      <source>Choose one of a screen or a colour space, not of a press.</source>
      <extracomment>sentences</extracomment>
      <translation>인쇄기가 아니라 화면이나 색 공간의 프로파일을 고르세요.</translation>
    </message>
    <message>
      <source>{shown} is larger than any profile.</source>
      <extracomment>sentences</extracomment>
      <translation>{shown} 파일은 프로파일치고 너무 큽니다.</translation>
    </message>
    <message>
      <source>{name} cannot be converted to.</source>
      <extracomment>sentences</extracomment>
      <translation>{name} 프로파일로는 바꿀 수 없습니다.</translation>
    </message>
    <message>
      <source>It only reads colours: choose another profile.</source>
      <extracomment>sentences</extracomment>
      <translation>색을 읽기만 하는 프로파일입니다. 다른 것을 고르세요.</translation>
    </message>
    <message>
      <source>“{name}” is no list of corrections. {why}</source>
      <extracomment>sentences</extracomment>
      <translation>“{name}”은(는) 고칠 것의 목록이 아닙니다. {why}</translation>
    </message>
    <message>
      <source>More than {MOST} corrections cannot be kept.</source>
      <extracomment>sentences</extracomment>
      <translation>수정은 {MOST}개까지만 보관할 수 있습니다.</translation>
    </message>
    <message>
      <source>Forget some of them.</source>
      <extracomment>sentences</extracomment>
      <translation>일부를 목록에서 빼세요.</translation>
    </message>
    <message>
      <source>It is something else.</source>
      <extracomment>sentences</extracomment>
      <translation>다른 것입니다.</translation>
    </message>
    <message>
      <source>It was made by a newer version of the program.</source>
      <extracomment>sentences</extracomment>
      <translation>더 새로운 버전의 프로그램이 만들었습니다.</translation>
    </message>
    <message>
      <source>It needs a list of at most {MOST} “edits”.</source>
      <extracomment>sentences</extracomment>
      <translation>“edits”가 최대 {MOST}개인 목록이 필요합니다.</translation>
    </message>
    <message>
      <source>It is too large.</source>
      <extracomment>sentences</extracomment>
      <translation>너무 큽니다.</translation>
    </message>
    <message>
      <source>It is not JSON.</source>
      <extracomment>sentences</extracomment>
      <translation>JSON이 아닙니다.</translation>
    </message>
    <message>
      <source>{written} files were written, as {names}.</source>
      <extracomment>sentences</extracomment>
      <translation>파일 {written}개를 {names}(으)로 썼습니다.</translation>
    </message>
    <message>
      <source>The region is not there any more.</source>
      <extracomment>sentences</extracomment>
      <translation>영역이 이제 없습니다.</translation>
    </message>
    <message>
      <source>The picture would be {width}×{height} px; {MAX_SIDE} px a side are the most.</source>
      <extracomment>sentences</extracomment>
      <translation>그림이 {width}×{height} px가 됩니다. 한 변은 {MAX_SIDE} px까지입니다.</translation>
    </message>
    <message>
      <source>Choose a smaller scale.</source>
      <extracomment>sentences</extracomment>
      <translation>더 작은 배율을 고르세요.</translation>
    </message>
    <message>
      <source>Show those that are to be exported.</source>
      <extracomment>sentences</extracomment>
      <translation>내보낼 것을 보이게 하세요.</translation>
    </message>
    <message>
      <source>The layers are empty.</source>
      <extracomment>sentences</extracomment>
      <translation>레이어가 비어 있습니다.</translation>
    </message>
    <message>
      <source>Export the picture instead.</source>
      <extracomment>sentences</extracomment>
      <translation>대신 그림을 내보내세요.</translation>
    </message>
    <message>
      <source>Select something, or export the picture.</source>
      <extracomment>sentences</extracomment>
      <translation>무언가를 선택하거나 그림을 내보내세요.</translation>
    </message>
    <message>
      <source>One file was written: the other layers are empty.</source>
      <extracomment>sentences</extracomment>
      <translation>파일 하나를 썼습니다. 다른 레이어는 비어 있습니다.</translation>
    </message>
    <message>
      <source>This is too large for a gradient.</source>
      <extracomment>sentences</extracomment>
      <translation>그라디언트라기에는 너무 큽니다.</translation>
    </message>
    <message>
      <source>Choose a GIMP gradient (.ggr).</source>
      <extracomment>sentences</extracomment>
      <translation>GIMP 그라디언트(.ggr)를 고르세요.</translation>
    </message>
    <message>
      <source>This is no GIMP gradient.</source>
      <extracomment>sentences</extracomment>
      <translation>GIMP 그라디언트가 아닙니다.</translation>
    </message>
    <message>
      <source>Choose a file that ends with .ggr.</source>
      <extracomment>sentences</extracomment>
      <translation>.ggr로 끝나는 파일을 고르세요.</translation>
    </message>
    <message>
      <source>This gradient is damaged.</source>
      <extracomment>sentences</extracomment>
      <translation>이 그라디언트는 손상되었습니다.</translation>
    </message>
    <message>
      <source>This is too large for a palette.</source>
      <extracomment>sentences</extracomment>
      <translation>팔레트라기에는 너무 큽니다.</translation>
    </message>
    <message>
      <source>Choose a GIMP palette (.gpl).</source>
      <extracomment>sentences</extracomment>
      <translation>GIMP 팔레트(.gpl)를 고르세요.</translation>
    </message>
    <message>
      <source>This is no GIMP palette.</source>
      <extracomment>sentences</extracomment>
      <translation>GIMP 팔레트가 아닙니다.</translation>
    </message>
    <message>
      <source>Choose a file that ends with .gpl.</source>
      <extracomment>sentences</extracomment>
      <translation>.gpl로 끝나는 파일을 고르세요.</translation>
    </message>
    <message>
      <source>What was copied is not there any more.</source>
      <extracomment>sentences</extracomment>
      <translation>복사한 것이 더는 없습니다.</translation>
    </message>
    <message>
      <source>Copy it again.</source>
      <extracomment>sentences</extracomment>
      <translation>다시 복사하세요.</translation>
    </message>
    <message>
      <source>{shown} has no next version.</source>
      <extracomment>sentences</extracomment>
      <translation>{shown}에는 다음 버전이 없습니다.</translation>
    </message>
    <message>
      <source>Save it under another name.</source>
      <extracomment>sentences</extracomment>
      <translation>다른 이름으로 저장하세요.</translation>
    </message>
    <message>
      <source>The layers that were copied are damaged.</source>
      <extracomment>sentences</extracomment>
      <translation>복사한 레이어가 손상되었습니다.</translation>
    </message>
    <message>
      <source>Copy them again.</source>
      <extracomment>sentences</extracomment>
      <translation>다시 복사하세요.</translation>
    </message>
    <message>
      <source>{name} is damaged, or it is not an OpenRaster file.</source>
      <extracomment>sentences</extracomment>
      <translation>{name}이(가) 손상되었거나 OpenRaster 파일이 아닙니다.</translation>
    </message>
    <message>
      <source>Get or save it again.</source>
      <extracomment>sentences</extracomment>
      <translation>다시 받거나 다시 저장하세요.</translation>
    </message>
    <message>
      <source>Files of other programs in it are damaged or too large, and cannot be kept.</source>
      <extracomment>sentences</extracomment>
      <translation>안에 든 다른 프로그램의 파일이 망가졌거나 너무 커서 남길 수 없습니다.</translation>
    </message>
    <message>
      <source>{name} does not fit into memory.</source>
      <extracomment>sentences</extracomment>
      <translation>{name}이(가) 메모리에 들어가지 않습니다.</translation>
    </message>
    <message>
      <source>Close other programs.</source>
      <extracomment>sentences</extracomment>
      <translation>다른 프로그램을 닫으세요.</translation>
    </message>
    <message>
      <source>{name} in it is larger than any that Underpaint writes.</source>
      <extracomment>sentences</extracomment>
      <translation>안의 {name}은(는) Underpaint가 쓰는 어떤 것보다도 큽니다.</translation>
    </message>
    <message>
      <source>It was saved by a newer version of Underpaint.</source>
      <extracomment>sentences</extracomment>
      <translation>더 새로운 Underpaint가 저장한 것입니다.</translation>
    </message>
    <message>
      <source>A mask was given where a picture belongs, or the reverse.</source>
      <extracomment>sentences</extracomment>
      <translation>그림 자리에 마스크가, 또는 마스크 자리에 그림이 주어졌습니다.</translation>
    </message>
    <message>
      <source>There is no layer stack in it.</source>
      <extracomment>sentences</extracomment>
      <translation>안에 레이어 스택이 없습니다.</translation>
    </message>
    <message>
      <source>It has {len} layers; {_MOST_LAYERS} are the most.</source>
      <extracomment>sentences</extracomment>
      <translation>레이어가 {len}개입니다. 최대 {_MOST_LAYERS}개입니다.</translation>
    </message>
    <message>
      <source>Its groups lie more than {_DEEPEST} deep in one another.</source>
      <extracomment>sentences</extracomment>
      <translation>그룹이 {_DEEPEST}겹보다 깊습니다.</translation>
    </message>
    <message>
      <source>A layer lies too far away from the picture.</source>
      <extracomment>sentences</extracomment>
      <translation>레이어가 그림에서 너무 멀리 있습니다.</translation>
    </message>
    <message>
      <source>{shown} is not a file.</source>
      <extracomment>sentences</extracomment>
      <translation>{shown}은(는) 파일이 아닙니다.</translation>
    </message>
    <message>
      <source>Choose a picture file.</source>
      <extracomment>sentences</extracomment>
      <translation>그림 파일을 고르세요.</translation>
    </message>
    <message>
      <source>Pictures cannot be saved as {suffix}.</source>
      <extracomment>sentences</extracomment>
      <translation>그림을 {suffix}로 저장할 수 없습니다.</translation>
    </message>
    <message>
      <source>Use a name that ends in .png, .jpg, .webp, .avif or .tif.</source>
      <extracomment>sentences</extracomment>
      <translation>.png, .jpg, .webp, .avif, .tif로 끝나는 이름을 쓰세요.</translation>
    </message>
    <message>
      <source>{upper} holds at most {_WIDEST} px a side, and the picture is {width}×{height} px.</source>
      <extracomment>sentences</extracomment>
      <translation>{upper}은(는) 한 변이 최대 {_WIDEST} px인데 그림은 {width}×{height} px입니다.</translation>
    </message>
    <message>
      <source>Save it as PNG.</source>
      <extracomment>sentences</extracomment>
      <translation>PNG로 저장하세요.</translation>
    </message>
    <message>
      <source>{shown} is a folder.</source>
      <extracomment>sentences</extracomment>
      <translation>{shown}은(는) 폴더입니다.</translation>
    </message>
    <message>
      <source>Choose a file inside it.</source>
      <extracomment>sentences</extracomment>
      <translation>그 안의 파일을 고르세요.</translation>
    </message>
    <message>
      <source>{shown} is larger than any picture Underpaint can open.</source>
      <extracomment>sentences</extracomment>
      <translation>{shown}은(는) Underpaint가 열 수 있는 어떤 그림보다도 큽니다.</translation>
    </message>
    <message>
      <source>{shown} is not the name of a file.</source>
      <extracomment>sentences</extracomment>
      <translation>{shown}은(는) 파일 이름이 아닙니다.</translation>
    </message>
    <message>
      <source>Close other programs, or make it smaller.</source>
      <extracomment>sentences</extracomment>
      <translation>다른 프로그램을 닫거나 더 작게 하세요.</translation>
    </message>
    <message>
      <source>{name} is not a picture that Underpaint can open.</source>
      <extracomment>sentences</extracomment>
      <translation>{name}은(는) Underpaint가 열 수 있는 그림이 아닙니다.</translation>
    </message>
    <message>
      <source>It opens PNG, JPEG, WebP, AVIF, BMP, GIF and TIFF.</source>
      <extracomment>sentences</extracomment>
      <translation>PNG, JPEG, WebP, AVIF, BMP, GIF, TIFF를 엽니다.</translation>
    </message>
    <message>
      <source>{name} is damaged, or not all of it is there.</source>
      <extracomment>sentences</extracomment>
      <translation>{name}이(가) 손상되었거나 일부가 없습니다.</translation>
    </message>
    <message>
      <source>{name} is {width}×{height} px; {MAX_SIDE} px a side are the most.</source>
      <extracomment>sentences</extracomment>
      <translation>{name}은(는) {width}×{height} px입니다. 한 변은 {MAX_SIDE} px까지입니다.</translation>
    </message>
    <message>
      <source>Make it smaller in another program.</source>
      <extracomment>sentences</extracomment>
      <translation>다른 프로그램에서 더 작게 하세요.</translation>
    </message>
    <message>
      <source>Layer styles (shadows, outlines) are not shown</source>
      <extracomment>sentences</extracomment>
      <translation>레이어 스타일(그림자, 외곽선)은 보이지 않습니다</translation>
    </message>
    <message>
      <source>Fill has been taken for opacity</source>
      <extracomment>sentences</extracomment>
      <translation>칠을 불투명도로 읽었습니다</translation>
    </message>
    <message>
      <source>Artboards have become groups, without their backgrounds</source>
      <extracomment>sentences</extracomment>
      <translation>아트보드는 배경 없이 그룹이 되었습니다</translation>
    </message>
    <message>
      <source>Text has become pixels</source>
      <extracomment>sentences</extracomment>
      <translation>글자가 픽셀이 되었습니다</translation>
    </message>
    <message>
      <source>These lie too far off the canvas, or are too large, and are empty</source>
      <extracomment>sentences</extracomment>
      <translation>캔버스에서 너무 멀거나 너무 커서 비어 있습니다</translation>
    </message>
    <message>
      <source>The soft edges of masks are not used</source>
      <extracomment>sentences</extracomment>
      <translation>마스크의 부드러운 가장자리는 쓰지 않습니다</translation>
    </message>
    <message>
      <source>it holds far more pixels than a file of its size can be meant to.</source>
      <extracomment>sentences</extracomment>
      <translation>이 크기의 파일에 담길 수 있는 것보다 훨씬 많은 픽셀이 들어 있습니다.</translation>
    </message>
    <message>
      <source>Get it from somewhere else.</source>
      <extracomment>sentences</extracomment>
      <translation>다른 곳에서 받으세요.</translation>
    </message>
    <message>
      <source>Adjustments have been taken over in part</source>
      <extracomment>sentences</extracomment>
      <translation>조정이 일부만 옮겨졌습니다</translation>
    </message>
    <message>
      <source>There is nothing like these here, they were left out</source>
      <extracomment>sentences</extracomment>
      <translation>여기에 없는 것이라 빠졌습니다</translation>
    </message>
    <message>
      <source>Smart objects have become pixels</source>
      <extracomment>sentences</extracomment>
      <translation>스마트 오브젝트가 픽셀이 되었습니다</translation>
    </message>
    <message>
      <source>The pixels of these are damaged, so they are empty</source>
      <extracomment>sentences</extracomment>
      <translation>픽셀이 망가져 비어 있습니다</translation>
    </message>
    <message>
      <source>Vector masks are not used</source>
      <extracomment>sentences</extracomment>
      <translation>벡터 마스크는 쓰지 않습니다</translation>
    </message>
    <message>
      <source>Masks that are too large have been left out</source>
      <extracomment>sentences</extracomment>
      <translation>너무 큰 마스크는 빠졌습니다</translation>
    </message>
    <message>
      <source>Shapes without pixels have been left out</source>
      <extracomment>sentences</extracomment>
      <translation>픽셀이 없는 도형은 빠졌습니다</translation>
    </message>
    <message>
      <source>Damaged masks have been left out</source>
      <extracomment>sentences</extracomment>
      <translation>망가진 마스크는 빠졌습니다</translation>
    </message>
    <message>
      <source>{name} is a picture in {mode} mode: it was opened flat, converted to RGB.</source>
      <extracomment>sentences</extracomment>
      <translation>{name}은(는) {mode} 모드의 그림입니다. RGB로 바꾸어 한 장으로 열었습니다.</translation>
    </message>
    <message>
      <source>{name} has 32 bits a channel, which Underpaint cannot open.</source>
      <extracomment>sentences</extracomment>
      <translation>{name}은(는) 채널당 32비트라 Underpaint가 열 수 없습니다.</translation>
    </message>
    <message>
      <source>Save it with 16 or 8 bits a channel in the program that made it.</source>
      <extracomment>sentences</extracomment>
      <translation>만든 프로그램에서 채널당 16비트나 8비트로 저장하세요.</translation>
    </message>
    <message>
      <source>The 16 bits a channel of {name} were rounded to 8.</source>
      <extracomment>sentences</extracomment>
      <translation>{name}의 채널당 16비트를 8비트로 반올림했습니다.</translation>
    </message>
    <message>
      <source>The colours of {name} were converted from “{profile}” to sRGB.</source>
      <extracomment>sentences</extracomment>
      <translation>{name}의 색을 “{profile}”에서 sRGB로 바꾸었습니다.</translation>
    </message>
    <message>
      <source>{name} is not a file.</source>
      <extracomment>sentences</extracomment>
      <translation>{name}은(는) 파일이 아닙니다.</translation>
    </message>
    <message>
      <source>{name} is larger than any picture Underpaint can open.</source>
      <extracomment>sentences</extracomment>
      <translation>{name}은(는) Underpaint가 열 수 있는 어떤 그림보다도 큽니다.</translation>
    </message>
    <message>
      <source>{name} is damaged, or it is not a Photoshop file.</source>
      <extracomment>sentences</extracomment>
      <translation>{name}이(가) 손상되었거나 포토샵 파일이 아닙니다.</translation>
    </message>
    <message>
      <source>{name} is CMYK without a profile: its colours were converted by rule of thumb and may look different.</source>
      <extracomment>sentences</extracomment>
      <translation>{name}은(는) 프로파일이 없는 CMYK입니다. 어림하여 바꾸었으므로 색이 다를 수 있습니다.</translation>
    </message>
    <message>
      <source>{shown} was not saved: the picture is larger than a .psd may be.</source>
      <extracomment>sentences</extracomment>
      <translation>{shown}을(를) 저장하지 못했습니다. 그림이 .psd에 담을 수 있는 것보다 큽니다.</translation>
    </message>
    <message>
      <source>Save it with the ending .psb.</source>
      <extracomment>sentences</extracomment>
      <translation>.psb로 끝나는 이름으로 저장하세요.</translation>
    </message>
    <message>
      <source>Several masks of one layer have become one.</source>
      <extracomment>sentences</extracomment>
      <translation>한 레이어의 여러 마스크가 하나가 되었습니다.</translation>
    </message>
    <message>
      <source>A Photoshop file does not hold {join}: save the project too.</source>
      <extracomment>sentences</extracomment>
      <translation>Photoshop 파일에는 {join}이(가) 담기지 않습니다. 프로젝트도 저장하세요.</translation>
    </message>
    <message>
      <source>Sketches are hidden layers in it.</source>
      <extracomment>sentences</extracomment>
      <translation>스케치는 숨은 레이어로 들어갑니다.</translation>
    </message>
    <message>
      <source>Photoshop has no layers that blur: what they make is a picture of its own in it, and the layers that they blur are hidden below it.</source>
      <extracomment>sentences</extracomment>
      <translation>Photoshop에는 흐리게 하는 레이어가 없습니다. 그 결과는 그림으로 들어가고, 흐려진 레이어들은 그 아래에 숨겨집니다.</translation>
    </message>
    <message>
      <source>Other programs show its brightness and contrast somewhat otherwise.</source>
      <extracomment>sentences</extracomment>
      <translation>밝기와 대비를 다른 프로그램은 조금 다르게 보여 줍니다.</translation>
    </message>
    <message>
      <source>masks for the model</source>
      <extracomment>sentences</extracomment>
      <translation>모델을 위한 마스크</translation>
    </message>
    <message>
      <source>Choose a smaller SVG file.</source>
      <extracomment>sentences</extracomment>
      <translation>더 작은 SVG 파일을 고르세요.</translation>
    </message>
    <message>
      <source>This SVG file has entities.</source>
      <extracomment>sentences</extracomment>
      <translation>이 SVG 파일에는 엔티티가 있습니다.</translation>
    </message>
    <message>
      <source>Save it as plain SVG, from Inkscape.</source>
      <extracomment>sentences</extracomment>
      <translation>Inkscape에서 일반 SVG로 저장하세요.</translation>
    </message>
    <message>
      <source>There is no gradient in this SVG file.</source>
      <extracomment>sentences</extracomment>
      <translation>이 SVG 파일에는 그라디언트가 없습니다.</translation>
    </message>
    <message>
      <source>This SVG file is damaged.</source>
      <extracomment>sentences</extracomment>
      <translation>이 SVG 파일은 손상되었습니다.</translation>
    </message>
    <message>
      <source>The mode “{words}” is not known here and became Normal</source>
      <extracomment>sentences</extracomment>
      <translation>“{words}” 모드는 여기에 없어 표준이 되었습니다</translation>
    </message>
    <message>
      <source>These are no pictures: they are kept in the file, but not shown</source>
      <extracomment>sentences</extracomment>
      <translation>이것들은 그림이 아닙니다. 파일에는 남기지만 보이지 않습니다</translation>
    </message>
    <message>
      <source> and {len} more</source>
      <extracomment>sentences</extracomment>
      <translation> 외 {len}개</translation>
    </message>
    <message>
      <source>the disk is full</source>
      <extracomment>sentences</extracomment>
      <translation>디스크가 가득 찼습니다</translation>
    </message>
    <message>
      <source>Make room, or save it somewhere else.</source>
      <extracomment>sentences</extracomment>
      <translation>자리를 만들거나 다른 곳에 저장하세요.</translation>
    </message>
    <message>
      <source>your share of the disk is used up</source>
      <extracomment>sentences</extracomment>
      <translation>쓸 수 있는 디스크 몫을 다 썼습니다</translation>
    </message>
    <message>
      <source>the file would be too large for this disk</source>
      <extracomment>sentences</extracomment>
      <translation>파일이 이 디스크에 담기에는 너무 큽니다</translation>
    </message>
    <message>
      <source>Save it somewhere else.</source>
      <extracomment>sentences</extracomment>
      <translation>다른 곳에 저장하세요.</translation>
    </message>
    <message>
      <source>this place may not be written to</source>
      <extracomment>sentences</extracomment>
      <translation>이곳에는 쓸 수 없습니다</translation>
    </message>
    <message>
      <source>this disk can only be read</source>
      <extracomment>sentences</extracomment>
      <translation>이 디스크는 읽기 전용입니다</translation>
    </message>
    <message>
      <source>the folder is not there</source>
      <extracomment>sentences</extracomment>
      <translation>폴더가 없습니다</translation>
    </message>
    <message>
      <source>Choose another folder, or make it first.</source>
      <extracomment>sentences</extracomment>
      <translation>다른 폴더를 고르거나 먼저 만드세요.</translation>
    </message>
    <message>
      <source>there is a folder of this name</source>
      <extracomment>sentences</extracomment>
      <translation>같은 이름의 폴더가 있습니다</translation>
    </message>
    <message>
      <source>the name is too long</source>
      <extracomment>sentences</extracomment>
      <translation>이름이 너무 깁니다</translation>
    </message>
    <message>
      <source>Choose a shorter name.</source>
      <extracomment>sentences</extracomment>
      <translation>더 짧은 이름을 고르세요.</translation>
    </message>
    <message>
      <source>the disk reports an error</source>
      <extracomment>sentences</extracomment>
      <translation>디스크 오류입니다</translation>
    </message>
    <message>
      <source>Save it somewhere else, and check the disk.</source>
      <extracomment>sentences</extracomment>
      <translation>다른 곳에 저장하고 디스크를 점검하세요.</translation>
    </message>
    <message>
      <source>There is no file {name}.</source>
      <extracomment>sentences</extracomment>
      <translation>{name} 파일이 없습니다.</translation>
    </message>
    <message>
      <source>Check the name and the folder.</source>
      <extracomment>sentences</extracomment>
      <translation>이름과 폴더를 확인하세요.</translation>
    </message>
    <message>
      <source>{name} may not be read.</source>
      <extracomment>sentences</extracomment>
      <translation>{name}을(를) 읽을 권한이 없습니다.</translation>
    </message>
    <message>
      <source>Check who may read it.</source>
      <extracomment>sentences</extracomment>
      <translation>누가 읽을 수 있는지 확인하세요.</translation>
    </message>
    <message>
      <source>{name} is a folder.</source>
      <extracomment>sentences</extracomment>
      <translation>{name}은(는) 폴더입니다.</translation>
    </message>
    <message>
      <source>{name} cannot be read: the disk reports an error.</source>
      <extracomment>sentences</extracomment>
      <translation>{name}을(를) 읽을 수 없습니다. 디스크 오류입니다.</translation>
    </message>
    <message>
      <source>Check the disk.</source>
      <extracomment>sentences</extracomment>
      <translation>디스크를 점검하세요.</translation>
    </message>
    <message>
      <source>{shown} was not saved: {why_unwritable}.</source>
      <extracomment>sentences</extracomment>
      <translation>{shown}을(를) 저장하지 못했습니다: {why_unwritable}.</translation>
    </message>
    <message>
      <source>{shown} was not saved: there is not enough memory.</source>
      <extracomment>sentences</extracomment>
      <translation>{shown}을(를) 저장하지 못했습니다. 메모리가 모자랍니다.</translation>
    </message>
    <message>
      <source>Close other programs, and save again.</source>
      <extracomment>sentences</extracomment>
      <translation>다른 프로그램을 닫고 다시 저장하세요.</translation>
    </message>
    <message>
      <source>{name} cannot be read: </source>
      <extracomment>sentences</extracomment>
      <translation>{name}을(를) 읽을 수 없습니다: </translation>
    </message>
    <message>
      <source>The gallery is damaged: {error}.</source>
      <extracomment>sentences</extracomment>
      <translation>갤러리가 망가졌습니다: {error}.</translation>
    </message>
    <message>
      <source>Move {path} away, and the program begins a new one.</source>
      <extracomment>sentences</extracomment>
      <translation>{path}을(를) 옮기면 프로그램이 새로 만듭니다.</translation>
    </message>
    <message>
      <source>The gallery was not changed: the disk is full, or reports an error.</source>
      <extracomment>sentences</extracomment>
      <translation>갤러리가 바뀌지 않았습니다. 디스크가 가득 찼거나 오류가 있습니다.</translation>
    </message>
    <message>
      <source>Make room where {parent} lies, and check the disk.</source>
      <extracomment>sentences</extracomment>
      <translation>{parent}이(가) 있는 곳에 자리를 만들고 디스크를 점검하세요.</translation>
    </message>
    <message>
      <source>The gallery is in use by another program.</source>
      <extracomment>sentences</extracomment>
      <translation>다른 프로그램이 갤러리를 쓰고 있습니다.</translation>
    </message>
    <message>
      <source>Wait until it is done, and try again.</source>
      <extracomment>sentences</extracomment>
      <translation>끝날 때까지 기다렸다가 다시 해 보세요.</translation>
    </message>
    <message>
      <source>The gallery cannot be opened for writing.</source>
      <extracomment>sentences</extracomment>
      <translation>갤러리를 쓰기 위해 열 수 없습니다.</translation>
    </message>
    <message>
      <source>Check who may write to {parent}.</source>
      <extracomment>sentences</extracomment>
      <translation>{parent}에 누가 쓸 수 있는지 확인하세요.</translation>
    </message>
    <message>
      <source>This picture is not in the gallery any more.</source>
      <extracomment>sentences</extracomment>
      <translation>이 그림은 이제 갤러리에 없습니다.</translation>
    </message>
    <message>
      <source>It was removed, perhaps in another window.</source>
      <extracomment>sentences</extracomment>
      <translation>다른 창에서 없앴을 수 있습니다.</translation>
    </message>
    <message>
      <source>This picture is damaged in the gallery.</source>
      <extracomment>sentences</extracomment>
      <translation>갤러리에서 이 그림이 손상되었습니다.</translation>
    </message>
    <message>
      <source>Remove it there, or make it again.</source>
      <extracomment>sentences</extracomment>
      <translation>거기에서 지우거나 다시 만드세요.</translation>
    </message>
    <message>
      <source>The gallery was made by a newer version of Underpaint.</source>
      <extracomment>sentences</extracomment>
      <translation>더 새로운 버전의 Underpaint가 만든 갤러리입니다.</translation>
    </message>
    <message>
      <source>Use that version to see it; new pictures are not put into it by this one.</source>
      <extracomment>sentences</extracomment>
      <translation>그 버전으로 보세요. 이 버전은 새 그림을 여기에 넣지 않습니다.</translation>
    </message>
    <message>
      <source>Nothing is left of the mask after it was shrunk.</source>
      <extracomment>sentences</extracomment>
      <translation>마스크를 좁히니 남은 것이 없습니다.</translation>
    </message>
    <message>
      <source>Paint a larger mask, or shrink it less.</source>
      <extracomment>sentences</extracomment>
      <translation>마스크를 더 크게 칠하거나 덜 좁히세요.</translation>
    </message>
    <message>
      <source>The mask is empty: there is nothing to repaint.</source>
      <extracomment>sentences</extracomment>
      <translation>마스크가 비어 있어 다시 그릴 것이 없습니다.</translation>
    </message>
    <message>
      <source>Paint over the part that should change, or remove the mask.</source>
      <extracomment>sentences</extracomment>
      <translation>바꿀 부분을 칠하거나 마스크를 없애세요.</translation>
    </message>
    <message>
      <source>The context box does not touch the mask.</source>
      <extracomment>sentences</extracomment>
      <translation>문맥 상자가 마스크에 닿지 않습니다.</translation>
    </message>
    <message>
      <source>Move the box over the mask, or reset it.</source>
      <extracomment>sentences</extracomment>
      <translation>상자를 마스크 위로 옮기거나 초기화하세요.</translation>
    </message>
    <message>
      <source>{verb} {size} px of the canvas with “{title}” at {_side}{pictures}{cost}</source>
      <extracomment>sentences</extracomment>
      <translation>{verb}: 캔버스 {size} px, “{title}”, {_side}{pictures}{cost}</translation>
    </message>
    <message>
      <source>, {windows} windows a step</source>
      <extracomment>sentences</extracomment>
      <translation>, 단계마다 창 {windows}개</translation>
    </message>
    <message>
      <source>, {batch} pictures</source>
      <extracomment>sentences</extracomment>
      <translation>, 그림 {batch}장</translation>
    </message>
    <message>
      <source>Paint a new picture of {size} px with “{title}”{pictures}{cost}</source>
      <extracomment>sentences</extracomment>
      <translation>“{title}” 모델로 {size} px의 새 그림 그리기{pictures}{cost}</translation>
    </message>
    <message>
      <source>Paint over the whole canvas ({size} px) with “{title}” at {at}</source>
      <extracomment>sentences</extracomment>
      <translation>“{title}” 모델로 캔버스 전체({size} px)를 {at}에서 덧그리기</translation>
    </message>
    <message>
      <source>Extend the picture by</source>
      <extracomment>sentences</extracomment>
      <translation>그림 넓히기</translation>
    </message>
    <message>
      <source>, as much work as {work} of the model’s size</source>
      <extracomment>sentences</extracomment>
      <translation>, 모델 크기의 {work}배 작업</translation>
    </message>
    <message>
      <source>There was not enough memory, so it was tried again in another way. {help}</source>
      <extracomment>sentences</extracomment>
      <translation>메모리가 모자라 다른 방법으로 다시 했습니다. {help}</translation>
    </message>
    <message>
      <source>There is not enough memory for this map.</source>
      <extracomment>sentences</extracomment>
      <translation>이 맵을 만들 메모리가 모자랍니다.</translation>
    </message>
    <message>
      <source>Make it again: the models that were in memory have been let go. If that is not enough, close other programs or make the picture smaller.</source>
      <extracomment>sentences</extracomment>
      <translation>다시 만드세요. 메모리에 있던 모델을 내렸습니다. 그래도 모자라면 다른 프로그램을 닫거나 그림을 작게 하세요.</translation>
    </message>
    <message>
      <source>{title} cannot be “{item}”.</source>
      <extracomment>sentences</extracomment>
      <translation>{title}은(는) “{item}”일 수 없습니다.</translation>
    </message>
    <message>
      <source>There are: {join}.</source>
      <extracomment>sentences</extracomment>
      <translation>있는 것: {join}.</translation>
    </message>
    <message>
      <source>{now}, 3 random</source>
      <extracomment>sentences</extracomment>
      <translation>{now}, 3 random</translation>
    </message>
    <message>
      <source>Word of the prompt</source>
      <extracomment>sentences</extracomment>
      <translation>프롬프트의 낱말</translation>
    </message>
    <message>
      <source>{title} has no values.</source>
      <extracomment>sentences</extracomment>
      <translation>{title}에 값이 없습니다.</translation>
    </message>
    <message>
      <source>Write some, with commas in between.</source>
      <extracomment>sentences</extracomment>
      <translation>값을 쉼표로 나누어 쓰세요.</translation>
    </message>
    <message>
      <source>{title} has {len} values.</source>
      <extracomment>sentences</extracomment>
      <translation>{title}의 값이 {len}개입니다.</translation>
    </message>
    <message>
      <source>{MOST} are the most.</source>
      <extracomment>sentences</extracomment>
      <translation>최대 {MOST}개입니다.</translation>
    </message>
    <message>
      <source>“{values}” is not in the prompt.</source>
      <extracomment>sentences</extracomment>
      <translation>“{values}”이(가) 프롬프트에 없습니다.</translation>
    </message>
    <message>
      <source>Begin with a word that is; the others take its place.</source>
      <extracomment>sentences</extracomment>
      <translation>프롬프트에 있는 낱말로 시작하세요. 나머지가 그 자리에 들어갑니다.</translation>
    </message>
    <message>
      <source>The seed is too large.</source>
      <extracomment>sentences</extracomment>
      <translation>시드가 너무 큽니다.</translation>
    </message>
    <message>
      <source>{MAX_SEED} is the largest.</source>
      <extracomment>sentences</extracomment>
      <translation>가장 큰 값은 {MAX_SEED}입니다.</translation>
    </message>
    <message>
      <source>That would be {count} pictures.</source>
      <extracomment>sentences</extracomment>
      <translation>그림이 {count}장이 됩니다.</translation>
    </message>
    <message>
      <source>“{number}” is not a number.</source>
      <extracomment>sentences</extracomment>
      <translation>“{number}”은(는) 숫자가 아닙니다.</translation>
    </message>
    <message>
      <source>Write numbers with commas in between, or a range as 5 - 25 by 5.</source>
      <extracomment>sentences</extracomment>
      <translation>쉼표로 나눈 수나 5 - 25 by 5와 같은 범위를 적으세요.</translation>
    </message>
    <message>
      <source>{title} cannot be {label}: {cause}</source>
      <extracomment>sentences</extracomment>
      <translation>{title}은(는) {label}일 수 없습니다: {cause}</translation>
    </message>
    <message>
      <source>Region “{words}”: {shown_title}</source>
      <extracomment>sentences</extracomment>
      <translation>영역 “{words}”: {shown_title}</translation>
    </message>
    <message>
      <source>Install the program again (make setup), then try once more.</source>
      <extracomment>sentences</extracomment>
      <translation>프로그램을 다시 설치(make setup)하고 한 번 더 해 보세요.</translation>
    </message>
    <message>
      <source>Close other programs to free memory, then try again.</source>
      <extracomment>sentences</extracomment>
      <translation>다른 프로그램을 닫아 메모리를 비우고 다시 해 보세요.</translation>
    </message>
    <message>
      <source>The child process ended with exit code {code}.</source>
      <extracomment>sentences</extracomment>
      <translation>자식 프로세스가 종료 코드 {code}로 끝났습니다.</translation>
    </message>
    <message>
      <source>The process that paints has crashed.</source>
      <extracomment>sentences</extracomment>
      <translation>그리는 프로세스가 비정상 종료되었습니다.</translation>
    </message>
    <message>
      <source>Your picture is safe. Press Generate again; if it crashes again, try another model or update the graphics driver.</source>
      <extracomment>sentences</extracomment>
      <translation>그림은 안전합니다. 생성을 다시 누르세요. 또 그러면 다른 모델을 쓰거나 그래픽 드라이버를 갱신하세요.</translation>
    </message>
    <message>
      <source>The system ended the process that was learning, most likely because memory ran out.</source>
      <extracomment>sentences</extracomment>
      <translation>시스템이 배우는 프로세스를 끝냈습니다. 메모리가 모자랐을 것입니다.</translation>
    </message>
    <message>
      <source>Your picture is safe. Learn from smaller pictures or fewer at a time, or close other programs. {goes_on}</source>
      <extracomment>sentences</extracomment>
      <translation>그림은 안전합니다. 더 작은 그림이나 더 적은 수로 배우거나, 다른 프로그램을 닫으세요. {goes_on}</translation>
    </message>
    <message>
      <source>The system ended the process that paints, most likely because memory ran out.</source>
      <extracomment>sentences</extracomment>
      <translation>시스템이 그리는 프로세스를 끝냈습니다. 메모리가 모자랐을 것입니다.</translation>
    </message>
    <message>
      <source>Your picture is safe. Choose a smaller size or close other programs, then press Generate again.</source>
      <extracomment>sentences</extracomment>
      <translation>그림은 안전합니다. 크기를 줄이거나 다른 프로그램을 닫은 뒤 생성을 다시 누르세요.</translation>
    </message>
    <message>
      <source>The process that was learning has crashed.</source>
      <extracomment>sentences</extracomment>
      <translation>배우는 프로세스가 비정상 종료되었습니다.</translation>
    </message>
    <message>
      <source>Your picture is safe. {goes_on} If it crashes again, update the graphics driver.</source>
      <extracomment>sentences</extracomment>
      <translation>그림은 안전합니다. {goes_on} 또 그러면 그래픽 드라이버를 갱신하세요.</translation>
    </message>
    <message>
      <source>Close other programs, then try again.</source>
      <extracomment>sentences</extracomment>
      <translation>다른 프로그램을 닫고 다시 해 보세요.</translation>
    </message>
    <message>
      <source>Make the picture less large, or close other programs.</source>
      <extracomment>sentences</extracomment>
      <translation>덜 크게 하거나 다른 프로그램을 닫으세요.</translation>
    </message>
    <message>
      <source>{what} map of {of}{bracket}{how}</source>
      <extracomment>sentences</extracomment>
      <translation>{of}의 {what} 맵{bracket}{how}</translation>
    </message>
    <message>
      <source>“{title}” gave no map of the picture's size.</source>
      <extracomment>sentences</extracomment>
      <translation>“{title}”이(가) 그림 크기의 맵을 주지 않았습니다.</translation>
    </message>
    <message>
      <source>Choose another kind of map.</source>
      <extracomment>sentences</extracomment>
      <translation>다른 종류의 맵을 고르세요.</translation>
    </message>
    <message>
      <source>The model’s weights were compressed to {bits} bits to fit into memory: the picture differs a little from what it makes whole.</source>
      <extracomment>sentences</extracomment>
      <translation>메모리에 맞추려고 모델의 가중치를 {bits}비트로 줄였습니다. 온전할 때와 그림이 조금 다릅니다.</translation>
    </message>
    <message>
      <source>Found were: {known}. Leave it out, or get one (stabilityai/stable-diffusion-xl-refiner-1.0).</source>
      <extracomment>sentences</extracomment>
      <translation>찾은 것: {known}. 빼거나 하나를 받으세요(stabilityai/stable-diffusion-xl-refiner-1.0).</translation>
    </message>
    <message>
      <source>The model “{title}” cannot be used: {problems}</source>
      <extracomment>sentences</extracomment>
      <translation>모델 “{title}”을(를) 쓸 수 없습니다: {problems}</translation>
    </message>
    <message>
      <source>Choose another model, or repair its folder.</source>
      <extracomment>sentences</extracomment>
      <translation>다른 모델을 고르거나 폴더를 고치세요.</translation>
    </message>
    <message>
      <source>The model “{title}” was made for {titles}.</source>
      <extracomment>sentences</extracomment>
      <translation>모델 “{title}”은(는) {titles}을(를) 위해 만들어졌습니다.</translation>
    </message>
    <message>
      <source>“{title}” is not of a family whose steps can be shifted (FLUX and its like).</source>
      <extracomment>sentences</extracomment>
      <translation>“{title}”은(는) 단계를 옮길 수 있는 계열(FLUX와 그 비슷한 것)이 아닙니다.</translation>
    </message>
    <message>
      <source>Leave it out, or choose other noise levels (sigmas).</source>
      <extracomment>sentences</extracomment>
      <translation>빼거나 다른 노이즈 수준(시그마)을 고르세요.</translation>
    </message>
    <message>
      <source>In pure noise a model that predicts the noise says nothing of the picture.</source>
      <extracomment>sentences</extracomment>
      <translation>노이즈를 예측하는 모델은 순수한 노이즈에서 그림에 대해 아무것도 말하지 못합니다.</translation>
    </message>
    <message>
      <source>Leave it out, or choose a model that predicts a velocity (v-prediction).</source>
      <extracomment>sentences</extracomment>
      <translation>빼거나 속도를 예측하는 모델(v-prediction)을 고르세요.</translation>
    </message>
    <message>
      <source>It finishes pictures of SDXL's family, and “{title}” is of another one.</source>
      <extracomment>sentences</extracomment>
      <translation>SDXL 계열의 그림을 마무리하는데 “{title}”은(는) 다른 계열입니다.</translation>
    </message>
    <message>
      <source>Leave it out, or choose a model of that family.</source>
      <extracomment>sentences</extracomment>
      <translation>빼거나 그 계열의 모델을 고르세요.</translation>
    </message>
    <message>
      <source>There is no refiner called “{model}”.</source>
      <extracomment>sentences</extracomment>
      <translation>“{model}”이라는 리파이너가 없습니다.</translation>
    </message>
    <message>
      <source>No refiner was found in the folders of models.</source>
      <extracomment>sentences</extracomment>
      <translation>모델 폴더에서 리파이너를 찾지 못했습니다.</translation>
    </message>
    <message>
      <source>Width and height are ignored: the picture under the mask is {size} px.</source>
      <extracomment>sentences</extracomment>
      <translation>너비와 높이는 무시됩니다. 마스크 아래의 그림은 {size} px입니다.</translation>
    </message>
    <message>
      <source>There is no wildcard file “{name}.txt” in {folder}, or it is empty.</source>
      <extracomment>sentences</extracomment>
      <translation>{folder}에 “{name}.txt” 와일드카드 파일이 없거나 비어 있습니다.</translation>
    </message>
    <message>
      <source>there is no picture {index} in a batch of {batch}</source>
      <extracomment>sentences</extracomment>
      <translation>{batch}장 중 {index}번째 그림은 없습니다</translation>
    </message>
    <message>
      <source>repainting what lies under a mask</source>
      <extracomment>sentences</extracomment>
      <translation>마스크 아래를 다시 그리는 일</translation>
    </message>
    <message>
      <source>Switch that on, or choose another model.</source>
      <extracomment>sentences</extracomment>
      <translation>켜거나 다른 모델을 고르세요.</translation>
    </message>
    <message>
      <source>{title} cannot be had with “{title_}”. {reason}</source>
      <extracomment>sentences</extracomment>
      <translation>{title}은(는) “{title_}”와(과) 함께 쓸 수 없습니다. {reason}</translation>
    </message>
    <message>
      <source>Choose a model that has it, or switch the technique off.</source>
      <extracomment>sentences</extracomment>
      <translation>그것을 쓸 수 있는 모델을 고르거나 기법을 끄세요.</translation>
    </message>
    <message>
      <source>“{title}” predicts a velocity between noise and picture, and begins in nothing but noise.</source>
      <extracomment>sentences</extracomment>
      <translation>“{title}”은(는) 노이즈와 그림 사이의 속도를 예측하며, 본래 노이즈에서 시작합니다.</translation>
    </message>
    <message>
      <source>Leave this out.</source>
      <extracomment>sentences</extracomment>
      <translation>이것을 빼세요.</translation>
    </message>
    <message>
      <source>“{name}” is a {TITLES} file, and “{title}” uses LoRAs only.</source>
      <extracomment>sentences</extracomment>
      <translation>“{name}”은(는) {TITLES} 파일인데 “{title}”은(는) LoRA만 씁니다.</translation>
    </message>
    <message>
      <source>Take it out, or choose a model of the family it was taught on.</source>
      <extracomment>sentences</extracomment>
      <translation>빼거나, 배운 계열의 모델을 고르세요.</translation>
    </message>
    <message>
      <source>Paint a mask, or choose another model.</source>
      <extracomment>sentences</extracomment>
      <translation>마스크를 칠하거나 다른 모델을 고르세요.</translation>
    </message>
    <message>
      <source>Choose such a model, or switch the technique off.</source>
      <extracomment>sentences</extracomment>
      <translation>그런 모델을 고르거나 기법을 끄세요.</translation>
    </message>
    <message>
      <source>The {name} of {title} is {size} px and was stretched over the canvas of {source} px.</source>
      <extracomment>sentences</extracomment>
      <translation>{title}의 {name}은(는) {size} px이라 {source} px의 캔버스에 맞춰 늘렸습니다.</translation>
    </message>
    <message>
      <source>what this version cannot do</source>
      <extracomment>sentences</extracomment>
      <translation>이 버전이 할 수 없는 일</translation>
    </message>
    <message>
      <source>Started again, the training begins anew: it had kept nothing yet.</source>
      <extracomment>sentences</extracomment>
      <translation>다시 시작하면 처음부터 배웁니다. 아직 남긴 것이 없었습니다.</translation>
    </message>
    <message>
      <source>Teach {words} ({title})</source>
      <extracomment>sentences</extracomment>
      <translation>{words} 가르치기({title})</translation>
    </message>
    <message>
      <source>Started again as it is, the training goes on from step {step}; nothing before it is lost.</source>
      <extracomment>sentences</extracomment>
      <translation>그대로 다시 시작하면 {step}단계부터 이어서 배웁니다. 그 전의 것은 잃지 않습니다.</translation>
    </message>
    <message>
      <source>“{name}” was taught on {own} ({family}), and “{title}” is of another family ({family_}): it may do nothing, or harm.</source>
      <extracomment>sentences</extracomment>
      <translation>“{name}”은(는) {own}({family})에서 배웠는데 “{title}”은(는) 다른 계열({family_})입니다. 아무 일도 하지 않거나 망칠 수 있습니다.</translation>
    </message>
    <message>
      <source>“{name}” was taught on “{title}”: on “{title_}” it may look different.</source>
      <extracomment>sentences</extracomment>
      <translation>“{name}”은(는) “{title}”에서 배웠습니다. “{title_}”에서는 다르게 보일 수 있습니다.</translation>
    </message>
    <message>
      <source>It looks at maps of {in_channels} channels, and there are grey and RGB ones.</source>
      <extracomment>sentences</extracomment>
      <translation>{in_channels}채널의 맵을 보는데, 있는 것은 흑백과 RGB입니다.</translation>
    </message>
    <message>
      <source>It is one for styles, which looks at pictures in another way. Use “Reference pictures” instead.</source>
      <extracomment>sentences</extracomment>
      <translation>화풍을 위한 것으로, 그림을 다르게 봅니다. 대신 “참고 그림”을 쓰세요.</translation>
    </message>
    <message>
      <source>It is one of the first ones, with layers that later ones do not have. Get the version that was published after it.</source>
      <extracomment>sentences</extracomment>
      <translation>초기의 것으로, 나중 것에 없는 층이 있습니다. 그 뒤에 공개된 버전을 받으세요.</translation>
    </message>
    <message>
      <source>Some of its tensors are missing.</source>
      <extracomment>sentences</extracomment>
      <translation>텐서 일부가 없습니다.</translation>
    </message>
    <message>
      <source>see {name} in its folder</source>
      <extracomment>sentences</extracomment>
      <translation>폴더 안의 {name} 참고</translation>
    </message>
    <message>
      <source>Stable Diffusion 1</source>
      <extracomment>sentences</extracomment>
      <translation>Stable Diffusion 1</translation>
    </message>
    <message>
      <source>Stable Diffusion 2</source>
      <extracomment>sentences</extracomment>
      <translation>Stable Diffusion 2</translation>
    </message>
    <message>
      <source>SDXL refiner</source>
      <extracomment>sentences</extracomment>
      <translation>SDXL refiner</translation>
    </message>
    <message>
      <source>Stable Diffusion 3</source>
      <extracomment>sentences</extracomment>
      <translation>Stable Diffusion 3</translation>
    </message>
    <message>
      <source>Stable Diffusion</source>
      <extracomment>sentences</extracomment>
      <translation>Stable Diffusion</translation>
    </message>
    <message>
      <source>Gemma 2</source>
      <extracomment>sentences</extracomment>
      <translation>Gemma 2</translation>
    </message>
    <message>
      <source>Mistral 3</source>
      <extracomment>sentences</extracomment>
      <translation>Mistral 3</translation>
    </message>
    <message>
      <source>For all models</source>
      <extracomment>sentences</extracomment>
      <translation>모든 모델에</translation>
    </message>
    <message>
      <source>several kinds: {join}</source>
      <extracomment>sentences</extracomment>
      <translation>여러 종류({join})</translation>
    </message>
    <message>
      <source>of an unknown kind</source>
      <extracomment>sentences</extracomment>
      <translation>알 수 없는 종류</translation>
    </message>
    <message>
      <source>depth model</source>
      <extracomment>sentences</extracomment>
      <translation>깊이 모델</translation>
    </message>
    <message>
      <source>model that is told what to do</source>
      <extracomment>sentences</extracomment>
      <translation>지시를 따르는 모델</translation>
    </message>
    <message>
      <source>inpainting model</source>
      <extracomment>sentences</extracomment>
      <translation>인페인팅 모델</translation>
    </message>
    <message>
      <source>model to paint with</source>
      <extracomment>sentences</extracomment>
      <translation>그리는 모델</translation>
    </message>
    <message>
      <source>sentences for Pix2Pix Zero</source>
      <extracomment>sentences</extracomment>
      <translation>Pix2Pix Zero를 위한 문장</translation>
    </message>
    <message>
      <source>Choose a LoRA, Textual Inversion or Custom Diffusion file, as safetensors.</source>
      <extracomment>sentences</extracomment>
      <translation>safetensors로 된 LoRA, Textual Inversion, Custom Diffusion 파일을 고르세요.</translation>
    </message>
    <message>
      <source>“{name}” is of an unknown kind.</source>
      <extracomment>sentences</extracomment>
      <translation>“{name}”은(는) 알 수 없는 종류입니다.</translation>
    </message>
    <message>
      <source>“{name}” is a pickle: it could run programs when it is opened.</source>
      <extracomment>sentences</extracomment>
      <translation>“{name}”은(는) 피클입니다. 열면 프로그램을 실행할 수 있습니다.</translation>
    </message>
    <message>
      <source>Get it as a safetensors file, or convert it on a machine that may be lost.</source>
      <extracomment>sentences</extracomment>
      <translation>safetensors 파일로 받거나, 잃어도 되는 컴퓨터에서 변환하세요.</translation>
    </message>
    <message>
      <source>There is no file “{path}”.</source>
      <extracomment>sentences</extracomment>
      <translation>“{path}” 파일이 없습니다.</translation>
    </message>
    <message>
      <source>Choose a file that is there.</source>
      <extracomment>sentences</extracomment>
      <translation>있는 파일을 고르세요.</translation>
    </message>
    <message>
      <source>“{name}” is a whole model, not a learned file.</source>
      <extracomment>sentences</extracomment>
      <translation>“{name}”은(는) 학습 파일이 아니라 전체 모델입니다.</translation>
    </message>
    <message>
      <source>Put it where models are kept.</source>
      <extracomment>sentences</extracomment>
      <translation>모델을 두는 곳에 넣으세요.</translation>
    </message>
    <message>
      <source>“{name}” is a {TITLES} file, not a {TITLES_} one.</source>
      <extracomment>sentences</extracomment>
      <translation>“{name}”은(는) {TITLES_} 파일이 아니라 {TITLES} 파일입니다.</translation>
    </message>
    <message>
      <source>Add it as what it is, or under “concepts”, where its kind is told by itself.</source>
      <extracomment>sentences</extracomment>
      <translation>그 종류로 더하거나, 종류를 스스로 알아내는 “concepts”에 넣으세요.</translation>
    </message>
    <message>
      <source>Download or copy it again. </source>
      <extracomment>sentences</extracomment>
      <translation>다시 받거나 복사하세요. </translation>
    </message>
    <message>
      <source>The {TITLES} “{title}” cannot be loaded ({why}).</source>
      <extracomment>sentences</extracomment>
      <translation>{TITLES} “{title}”을(를) 불러올 수 없습니다({why}).</translation>
    </message>
    <message>
      <source>Download or copy it again, or choose another one.</source>
      <extracomment>sentences</extracomment>
      <translation>다시 받거나 복사하세요. 다른 것을 골라도 됩니다.</translation>
    </message>
    <message>
      <source>It is made for models whose words are {words} numbers wide{_known}, and here they are {words_}{_known_}.</source>
      <extracomment>sentences</extracomment>
      <translation>낱말이 수 {words}개짜리인 모델용인데{_known}, 여기서는 {words_}개입니다{_known_}.</translation>
    </message>
    <message>
      <source>It is made for models {halved}built like SDXL.</source>
      <extracomment>sentences</extracomment>
      <translation>{halved}SDXL과 같은 구조의 모델용입니다.</translation>
    </message>
    <message>
      <source>It is made for a UNet with {_listed} channels, and this one has {_listed_}.</source>
      <extracomment>sentences</extracomment>
      <translation>{_listed}채널의 UNet용인데, 이것은 {_listed_}채널입니다.</translation>
    </message>
    <message>
      <source>It is made for a UNet with {layers} layers a level.</source>
      <extracomment>sentences</extracomment>
      <translation>층이 단계마다 {layers}개인 UNet용입니다.</translation>
    </message>
    <message>
      <source>No {title} of the kind “{meant}” was found that fits this model.{told}</source>
      <extracomment>sentences</extracomment>
      <translation>이 모델에 맞는 “{meant}” 종류의 {title}을(를) 찾지 못했습니다.{told}</translation>
    </message>
    <message>
      <source>Get one in the Models window, or put one (a safetensors file, or a folder with one and config.json, its name saying “{kind}”) where models are kept; or switch this control off.</source>
      <extracomment>sentences</extracomment>
      <translation>모델 창에서 하나를 받거나, 하나를(safetensors 파일, 또는 그것과 config.json이 든 폴더로, 이름에 “{kind}”이 든 것) 모델을 두는 곳에 넣으세요. 아니면 이 컨트롤을 끄세요.</translation>
    </message>
    <message>
      <source>It holds only differences to a model (a Control-LoRA), which cannot be used yet.</source>
      <extracomment>sentences</extracomment>
      <translation>모델과의 차이만 담고 있어(Control-LoRA) 아직 쓸 수 없습니다.</translation>
    </message>
    <message>
      <source>There is no {title} called “{id}”.</source>
      <extracomment>sentences</extracomment>
      <translation>“{id}”이라는 {title}이(가) 없습니다.</translation>
    </message>
    <message>
      <source>Choose one of those that were found ({known}), or leave the choice to the program.</source>
      <extracomment>sentences</extracomment>
      <translation>찾은 것 중에서 고르거나({known}), 프로그램에 맡기세요.</translation>
    </message>
    <message>
      <source>It wants {config} channels of latents, where {LATENTS} are given.</source>
      <extracomment>sentences</extracomment>
      <translation>잠재값 {config}채널이 필요한데 {LATENTS}채널이 주어집니다.</translation>
    </message>
    <message>
      <source>{name} is a pickle: a file that could run any program when it is opened. Get it as safetensors, or convert it where you trust it, in Python: safetensors.torch.save_file(torch.load({name_}, weights_only=True), {stem}).</source>
      <extracomment>sentences</extracomment>
      <translation>{name}은(는) 피클입니다. 열면 어떤 프로그램이든 실행할 수 있는 파일입니다. safetensors로 받거나, 믿을 수 있는 곳에서 파이썬으로 변환하세요: safetensors.torch.save_file(torch.load({name_}, weights_only=True), {stem}).</translation>
    </message>
    <message>
      <source>Its weights are a pickle: a file that could run any program when it is opened. Get it as safetensors.</source>
      <extracomment>sentences</extracomment>
      <translation>가중치가 피클입니다. 열면 어떤 프로그램이든 실행할 수 있는 파일입니다. safetensors로 받으세요.</translation>
    </message>
    <message>
      <source>{STEMS}.safetensors is missing.</source>
      <extracomment>sentences</extracomment>
      <translation>{STEMS}.safetensors가 없습니다.</translation>
    </message>
    <message>
      <source>It needs more than this version gives it ({join}).</source>
      <extracomment>sentences</extracomment>
      <translation>이 버전이 주는 것보다 더 많은 것이 필요합니다({join}).</translation>
    </message>
    <message>
      <source>not </source>
      <extracomment>sentences</extracomment>
      <translation>아님: </translation>
    </message>
    <message>
      <source>Its configuration makes no sense.</source>
      <extracomment>sentences</extracomment>
      <translation>설정이 말이 되지 않습니다.</translation>
    </message>
    <message>
      <source>The {title} “{id}” cannot be used with this model. {reason}</source>
      <extracomment>sentences</extracomment>
      <translation>{title} “{id}”은(는) 이 모델과 함께 쓸 수 없습니다. {reason}</translation>
    </message>
    <message>
      <source>Choose another one, or another model to paint with.</source>
      <extracomment>sentences</extracomment>
      <translation>다른 것을 고르거나, 그릴 모델을 바꾸세요.</translation>
    </message>
    <message>
      <source>The {title} “{id}” knows no maps of the kind “{meant}”.</source>
      <extracomment>sentences</extracomment>
      <translation>{title} “{id}”은(는) “{meant}” 종류의 맵을 알지 못합니다.</translation>
    </message>
    <message>
      <source>Choose a kind that it knows ({known}), or another {title}.</source>
      <extracomment>sentences</extracomment>
      <translation>아는 종류({known}) 중에서 고르거나, 다른 {title}을(를) 고르세요.</translation>
    </message>
    <message>
      <source>Get the model as a safetensors file from where it was published.</source>
      <extracomment>sentences</extracomment>
      <translation>공개된 곳에서 safetensors 파일로 받으세요.</translation>
    </message>
    <message>
      <source>{pickle} is no file that can be converted.</source>
      <extracomment>sentences</extracomment>
      <translation>{pickle}은(는) 변환할 수 있는 파일이 아닙니다.</translation>
    </message>
    <message>
      <source>Name a file that ends in one of: {join}.</source>
      <extracomment>sentences</extracomment>
      <translation>다음 중 하나로 끝나는 파일을 고르세요: {join}.</translation>
    </message>
    <message>
      <source>{to} is there already.</source>
      <extracomment>sentences</extracomment>
      <translation>{to}이(가) 이미 있습니다.</translation>
    </message>
    <message>
      <source>Use that one, or move it away first.</source>
      <extracomment>sentences</extracomment>
      <translation>그 파일을 쓰거나, 먼저 다른 곳으로 옮기세요.</translation>
    </message>
    <message>
      <source>{parent} has {free} GB left, and {needed} GB are needed.</source>
      <extracomment>sentences</extracomment>
      <translation>{parent}에 {free} GB가 남았는데 {needed} GB가 필요합니다.</translation>
    </message>
    <message>
      <source>Make room on that disk, or move the file to another one.</source>
      <extracomment>sentences</extracomment>
      <translation>그 디스크에 공간을 만들거나, 파일을 다른 디스크로 옮기세요.</translation>
    </message>
    <message>
      <source>{name} was not converted. {strip}</source>
      <extracomment>sentences</extracomment>
      <translation>{name}을(를) 변환하지 않았습니다. {strip}</translation>
    </message>
    <message>
      <source>{name} could not be converted ({last}).</source>
      <extracomment>sentences</extracomment>
      <translation>{name}을(를) 변환하지 못했습니다({last}).</translation>
    </message>
    <message>
      <source>{name} could not be converted. {trouble}</source>
      <extracomment>sentences</extracomment>
      <translation>{name}을(를) 변환하지 못했습니다. {trouble}</translation>
    </message>
    <message>
      <source>{name} took too long to be converted.</source>
      <extracomment>sentences</extracomment>
      <translation>{name}을(를) 변환하는 데 너무 오래 걸렸습니다.</translation>
    </message>
    <message>
      <source>The depth estimator in {folder} cannot be loaded ({why}).</source>
      <extracomment>sentences</extracomment>
      <translation>{folder}의 깊이 추정 모델을 불러올 수 없습니다({why}).</translation>
    </message>
    <message>
      <source>Get it anew, as safetensors files, or give a depth picture.</source>
      <extracomment>sentences</extracomment>
      <translation>safetensors 파일로 새로 받거나 깊이 그림을 주세요.</translation>
    </message>
    <message>
      <source>It looks at the attention of a UNet, and {title} has none.</source>
      <extracomment>sentences</extracomment>
      <translation>UNet의 어텐션을 보는데 {title}에는 UNet이 없습니다.</translation>
    </message>
    <message>
      <source>It reuses or changes blocks of a UNet, and {title} has none.</source>
      <extracomment>sentences</extracomment>
      <translation>UNet의 블록을 다시 쓰거나 바꾸는데 {title}에는 UNet이 없습니다.</translation>
    </message>
    <message>
      <source>What it needs was trained for Stable Diffusion; there is none that fits {title} here.</source>
      <extracomment>sentences</extracomment>
      <translation>필요한 것이 Stable Diffusion용으로 학습되었습니다. 여기에는 {title}에 맞는 것이 없습니다.</translation>
    </message>
    <message>
      <source>It goes by the noise that Stable Diffusion predicts, and {title} predicts a velocity.</source>
      <extracomment>sentences</extracomment>
      <translation>Stable Diffusion이 예측하는 노이즈를 따르는데 {title}은(는) 속도를 예측합니다.</translation>
    </message>
    <message>
      <source>{title} reads a prompt as sentences, in which words have no weights.</source>
      <extracomment>sentences</extracomment>
      <translation>{title}은(는) 프롬프트를 문장으로 읽어 낱말에 가중치가 없습니다.</translation>
    </message>
    <message>
      <source>This model was not taught to follow instructions; {instructed}.</source>
      <extracomment>sentences</extracomment>
      <translation>이 모델은 지시를 따르도록 학습되지 않았습니다. 그런 모델: {instructed}.</translation>
    </message>
    <message>
      <source>Its {name} is {given}, not {wanted}.</source>
      <extracomment>sentences</extracomment>
      <translation>{name}이(가) {wanted}이(가) 아니라 {given}입니다.</translation>
    </message>
    <message>
      <source>Its configuration is not that of a model of the {title} family.</source>
      <extracomment>sentences</extracomment>
      <translation>설정이 {title} 계열 모델의 것이 아닙니다.</translation>
    </message>
    <message>
      <source>FLUX.1 makes one prediction a step: there is none for a negative prompt to leave out.</source>
      <extracomment>sentences</extracomment>
      <translation>FLUX.1은 단계마다 예측이 하나라, 뺄 네거티브 프롬프트의 예측이 없습니다.</translation>
    </message>
    <message>
      <source>It is one of FLUX.1's Control models, which see a map beside the latents: use FLUX.1 dev with a ControlNet of that kind.</source>
      <extracomment>sentences</extracomment>
      <translation>잠재값 옆에 맵을 보는 FLUX.1의 Control 모델입니다. FLUX.1 dev와 그 종류의 ControlNet을 쓰세요.</translation>
    </message>
    <message>
      <source>Its UNet needs more than this version gives it ({join}).</source>
      <extracomment>sentences</extracomment>
      <translation>UNet에 이 버전이 주는 것보다 더 많은 것이 필요합니다({join}).</translation>
    </message>
    <message>
      <source>Its UNet takes {channels} channels, which no known kind of model does.</source>
      <extracomment>sentences</extracomment>
      <translation>UNet이 {channels}채널을 받는데, 알려진 어떤 모델도 그렇지 않습니다.</translation>
    </message>
    <message>
      <source>Its UNet does not say for what size it was trained.</source>
      <extracomment>sentences</extracomment>
      <translation>UNet이 어떤 크기로 학습되었는지 말하지 않습니다.</translation>
    </message>
    <message>
      <source>Its autoencoder is of an unknown kind.</source>
      <extracomment>sentences</extracomment>
      <translation>오토인코더가 알 수 없는 종류입니다.</translation>
    </message>
    <message>
      <source>Its UNet predicts “{prediction}”; known are {join}.</source>
      <extracomment>sentences</extracomment>
      <translation>UNet이 “{prediction}”을(를) 예측합니다. 알려진 것: {join}.</translation>
    </message>
    <message>
      <source>Its {component} is {name}, not {wanted}.</source>
      <extracomment>sentences</extracomment>
      <translation>{component}이(가) {wanted}이(가) 아니라 {name}입니다.</translation>
    </message>
    <message>
      <source>IP-Adapters of Stable Diffusion 3.5 look at pictures through SigLIP, which is not used here.</source>
      <extracomment>sentences</extracomment>
      <translation>Stable Diffusion 3.5의 IP-Adapter는 SigLIP으로 그림을 보는데 여기서는 쓰지 않습니다.</translation>
    </message>
    <message>
      <source>It is a refiner of the SDXL family: it finishes what another model has begun, and paints no picture of its own.</source>
      <extracomment>sentences</extracomment>
      <translation>SDXL 계열의 리파이너입니다. 다른 모델이 시작한 것을 마무리할 뿐 스스로 그림을 그리지 않습니다.</translation>
    </message>
    <message>
      <source>It is of the SDXL family, but its UNet takes {kind}, not {CONDITIONED}.</source>
      <extracomment>sentences</extracomment>
      <translation>SDXL 계열인데 UNet이 {CONDITIONED}이(가) 아니라 {kind}을(를) 받습니다.</translation>
    </message>
    <message>
      <source>Its latents are shifted, which this version cannot undo.</source>
      <extracomment>sentences</extracomment>
      <translation>잠재값이 옮겨져 있는데 이 버전은 되돌릴 수 없습니다.</translation>
    </message>
    <message>
      <source>It was trained on noise levels that none of the samplers has (EDM).</source>
      <extracomment>sentences</extracomment>
      <translation>어떤 샘플러에도 없는 노이즈 수준(EDM)으로 학습되었습니다.</translation>
    </message>
    <message>
      <source>Its tensors have names that are not read here: get the net as a folder of diffusers.</source>
      <extracomment>sentences</extracomment>
      <translation>텐서의 이름을 여기서 읽지 못합니다. diffusers의 폴더로 받으세요.</translation>
    </message>
    <message>
      <source>It wants a mask beside its map, which this version does not give it.</source>
      <extracomment>sentences</extracomment>
      <translation>맵 옆에 마스크가 필요한데 이 버전은 주지 않습니다.</translation>
    </message>
    <message>
      <source>Its blocks are built in a way that diffusers has no class for: get {get} instead.</source>
      <extracomment>sentences</extracomment>
      <translation>블록의 구조가 diffusers에 클래스가 없는 것입니다. 대신 {get}을(를) 받으세요.</translation>
    </message>
    <message>
      <source>It is made for {made}, and the model is of the family {painted}.</source>
      <extracomment>sentences</extracomment>
      <translation>{made}용인데 모델은 {painted} 계열입니다.</translation>
    </message>
    <message>
      <source>It is made for a transformer {channels} numbers wide, and here it is {width}.</source>
      <extracomment>sentences</extracomment>
      <translation>수 {channels}개 너비의 트랜스포머용인데 여기서는 {width}개입니다.</translation>
    </message>
    <message>
      <source>It is made for words {words} numbers wide, and here they are {wanted}.</source>
      <extracomment>sentences</extracomment>
      <translation>수 {words}개짜리 낱말용인데 여기서는 {wanted}개입니다.</translation>
    </message>
    <message>
      <source>Its numbers are packed by {FORMATS}, which is not read here: get it as FP8, as NF4 or as GGUF.</source>
      <extracomment>sentences</extracomment>
      <translation>숫자가 {FORMATS}(으)로 압축되어 있어 여기에서 읽을 수 없습니다. FP8, NF4 또는 GGUF로 받으십시오.</translation>
    </message>
    <message>
      <source>Its tensors are not those of any model of the {title} family known here.</source>
      <extracomment>sentences</extracomment>
      <translation>텐서가 여기서 아는 {title} 계열의 어떤 모델의 것도 아닙니다.</translation>
    </message>
    <message>
      <source>It needs {title} as well: {get}.</source>
      <extracomment>sentences</extracomment>
      <translation>{title}도 필요합니다: {get}.</translation>
    </message>
    <message>
      <source>{name}/{TOKENIZER_FILES} is missing.</source>
      <extracomment>sentences</extracomment>
      <translation>{name}/{TOKENIZER_FILES}이(가) 없습니다.</translation>
    </message>
    <message>
      <source>{name} cannot be read ({strerror}).</source>
      <extracomment>sentences</extracomment>
      <translation>{name}을(를) 읽을 수 없습니다({strerror}).</translation>
    </message>
    <message>
      <source>{name} is not a GGUF file.</source>
      <extracomment>sentences</extracomment>
      <translation>{name}은(는) GGUF 파일이 아닙니다.</translation>
    </message>
    <message>
      <source>{name} is a GGUF file of a version that is not read here.</source>
      <extracomment>sentences</extracomment>
      <translation>{name}은(는) 여기서 읽지 못하는 버전의 GGUF 파일입니다.</translation>
    </message>
    <message>
      <source>The header of {name} contradicts itself.</source>
      <extracomment>sentences</extracomment>
      <translation>{name}의 헤더가 서로 어긋납니다.</translation>
    </message>
    <message>
      <source>{name} has numbers in the format {FOREIGN}, which is not read here.</source>
      <extracomment>sentences</extracomment>
      <translation>{name}에는 여기서 읽지 못하는 {FOREIGN} 형식의 수가 있습니다.</translation>
    </message>
    <message>
      <source>{name} is cut off: {size} of {place} bytes are there.</source>
      <extracomment>sentences</extracomment>
      <translation>{name}이(가) 잘렸습니다. {place}바이트 중 {size}바이트만 있습니다.</translation>
    </message>
    <message>
      <source>{name} is cut off.</source>
      <extracomment>sentences</extracomment>
      <translation>{name}이(가) 잘렸습니다.</translation>
    </message>
    <message>
      <source>{name} is cut off, or its header contradicts itself.</source>
      <extracomment>sentences</extracomment>
      <translation>{name}이(가) 잘렸거나 헤더가 서로 어긋납니다.</translation>
    </message>
    <message>
      <source>Get it anew, or remove it.</source>
      <extracomment>sentences</extracomment>
      <translation>다시 받거나 지우세요.</translation>
    </message>
    <message>
      <source>Models of the family {family} cannot be painted with in this version.</source>
      <extracomment>sentences</extracomment>
      <translation>이 버전은 {family} 계열의 모델로 그릴 수 없습니다.</translation>
    </message>
    <message>
      <source>Put the folder of one, such as FLAN-T5 or GPT-2 (config.json, {STEM}.safetensors and tokenizer.json), into {FOLDER}.</source>
      <extracomment>sentences</extracomment>
      <translation>FLAN-T5나 GPT-2와 같은 모델의 폴더(config.json, {STEM}.safetensors, tokenizer.json)를 {FOLDER}에 넣으세요.</translation>
    </message>
    <message>
      <source>No language model{id} was found.</source>
      <extracomment>sentences</extracomment>
      <translation>언어 모델{id}을(를) 찾지 못했습니다.</translation>
    </message>
    <message>
      <source>{where_to_put} Or choose the built-in sentences.</source>
      <extracomment>sentences</extracomment>
      <translation>{where_to_put} 또는 내장 문장을 고르세요.</translation>
    </message>
    <message>
      <source>Get it anew, choose another one, or choose the built-in sentences.</source>
      <extracomment>sentences</extracomment>
      <translation>새로 받거나, 다른 것을 고르거나, 내장 문장을 고르세요.</translation>
    </message>
    <message>
      <source>There is no language model called “{id}”.</source>
      <extracomment>sentences</extracomment>
      <translation>“{id}”이라는 언어 모델이 없습니다.</translation>
    </message>
    <message>
      <source>Choose one of those that were found ({join}), or the built-in sentences.</source>
      <extracomment>sentences</extracomment>
      <translation>찾은 것 중에서 고르거나({join}) 내장 문장을 고르세요.</translation>
    </message>
    <message>
      <source>Its weights are packed (quantised) in a way that this version cannot read.</source>
      <extracomment>sentences</extracomment>
      <translation>가중치가 이 버전이 읽을 수 없는 방식으로 압축(양자화)되어 있습니다.</translation>
    </message>
    <message>
      <source> called “{id}”</source>
      <extracomment>sentences</extracomment>
      <translation> “{id}”</translation>
    </message>
    <message>
      <source>There is no model called “{id}”.</source>
      <extracomment>sentences</extracomment>
      <translation>“{id}”이라는 모델이 없습니다.</translation>
    </message>
    <message>
      <source>Choose one of those that were found ({known}), or put its folder where models are kept.</source>
      <extracomment>sentences</extracomment>
      <translation>찾은 것 중에서 고르거나({known}), 폴더를 모델을 두는 곳에 넣으세요.</translation>
    </message>
    <message>
      <source>Choose another model, or put this one back.</source>
      <extracomment>sentences</extracomment>
      <translation>다른 모델을 고르거나 이 모델을 다시 넣으세요.</translation>
    </message>
    <message>
      <source>The model “{title}” cannot be used. {join}</source>
      <extracomment>sentences</extracomment>
      <translation>“{title}” 모델을 쓸 수 없습니다. {join}</translation>
    </message>
    <message>
      <source>Convert it, or get the model as a safetensors file.</source>
      <extracomment>sentences</extracomment>
      <translation>변환하거나 safetensors 파일로 받으세요.</translation>
    </message>
    <message>
      <source>The {kind} {folder} is not there.</source>
      <extracomment>sentences</extracomment>
      <translation>{kind} {folder}이(가) 없습니다.</translation>
    </message>
    <message>
      <source>The folder {base} of the model that it is built on is not there.</source>
      <extracomment>sentences</extracomment>
      <translation>바탕이 되는 모델의 폴더 {base}이(가) 없습니다.</translation>
    </message>
    <message>
      <source>{name} is a pickle: a file that could run any program when it is opened.</source>
      <extracomment>sentences</extracomment>
      <translation>{name}은(는) 피클입니다. 열면 어떤 프로그램이든 실행할 수 있는 파일입니다.</translation>
    </message>
    <message>
      <source>{name}/{name_} is a pickle: a file that could run any program when it is opened.</source>
      <extracomment>sentences</extracomment>
      <translation>{name}/{name_}은(는) 피클입니다. 열면 어떤 프로그램이든 실행할 수 있는 파일입니다.</translation>
    </message>
    <message>
      <source>It is built on another version of “{name}” than the one that is here.</source>
      <extracomment>sentences</extracomment>
      <translation>여기 있는 것과 다른 버전의 “{name}”을(를) 바탕으로 합니다.</translation>
    </message>
    <message>
      <source>Delete it if there is a safetensors file beside it, or else get the model as safetensors files, which cannot run programs.</source>
      <extracomment>sentences</extracomment>
      <translation>옆에 safetensors 파일이 있으면 지우고, 없으면 프로그램을 실행할 수 없는 safetensors 파일로 받으세요.</translation>
    </message>
    <message>
      <source>{files} is missing.</source>
      <extracomment>sentences</extracomment>
      <translation>{files}이(가) 없습니다.</translation>
    </message>
    <message>
      <source>{name} is missing.</source>
      <extracomment>sentences</extracomment>
      <translation>{name}이(가) 없습니다.</translation>
    </message>
    <message>
      <source>{name}/{stem}.safetensors is missing.</source>
      <extracomment>sentences</extracomment>
      <translation>{name}/{stem}.safetensors가 없습니다.</translation>
    </message>
    <message>
      <source>{name}/{name_} cannot be read.</source>
      <extracomment>sentences</extracomment>
      <translation>{name}/{name_}을(를) 읽을 수 없습니다.</translation>
    </message>
    <message>
      <source>{name}/{name_} is missing.</source>
      <extracomment>sentences</extracomment>
      <translation>{name}/{name_}이(가) 없습니다.</translation>
    </message>
    <message>
      <source>Put “{base}” where models are kept, as it was when this one was made, or get this one again.</source>
      <extracomment>sentences</extracomment>
      <translation>이것이 만들어질 때의 “{base}”을(를) 모델을 두는 곳에 넣거나, 이것을 다시 받으세요.</translation>
    </message>
    <message>
      <source>Download or copy the model again, or choose another one.</source>
      <extracomment>sentences</extracomment>
      <translation>모델을 다시 받거나 복사하세요. 다른 것을 골라도 됩니다.</translation>
    </message>
    <message>
      <source>{name} cannot be read.</source>
      <extracomment>sentences</extracomment>
      <translation>{name}을(를) 읽을 수 없습니다.</translation>
    </message>
    <message>
      <source>{file} is missing.</source>
      <extracomment>sentences</extracomment>
      <translation>{file}이(가) 없습니다.</translation>
    </message>
    <message>
      <source>{file} cannot be read.</source>
      <extracomment>sentences</extracomment>
      <translation>{file}을(를) 읽을 수 없습니다.</translation>
    </message>
    <message>
      <source>{name}/{name_}</source>
      <extracomment>sentences</extracomment>
      <translation>{name}/{name_}</translation>
    </message>
    <message>
      <source>{told} cannot be loaded{first}.</source>
      <extracomment>sentences</extracomment>
      <translation>{told}을(를) 불러올 수 없습니다{first}.</translation>
    </message>
    <message>
      <source>Download or copy the {what} again, or choose another one.</source>
      <extracomment>sentences</extracomment>
      <translation>{what}을(를) 다시 받거나 복사하세요. 다른 것을 골라도 됩니다.</translation>
    </message>
    <message>
      <source> ({first})</source>
      <extracomment>sentences</extracomment>
      <translation> ({first})</translation>
    </message>
    <message>
      <source>“{name}” cannot be read as a picture.</source>
      <extracomment>sentences</extracomment>
      <translation>“{name}”을(를) 그림으로 읽을 수 없습니다.</translation>
    </message>
    <message>
      <source>Choose a PNG, JPEG or WebP file, or a painting of this program.</source>
      <extracomment>sentences</extracomment>
      <translation>PNG, JPEG, WebP 파일이나 이 프로그램의 그림을 고르십시오.</translation>
    </message>
    <message>
      <source>The picture cannot be removed: {strerror}.</source>
      <extracomment>sentences</extracomment>
      <translation>그림을 없앨 수 없습니다: {strerror}.</translation>
    </message>
    <message>
      <source>Remove {file_of} yourself.</source>
      <extracomment>sentences</extracomment>
      <translation>{file_of}을(를) 직접 지우십시오.</translation>
    </message>
    <message>
      <source>All of the model stays in memory: the quickest.</source>
      <extracomment>sentences</extracomment>
      <translation>모델 전체가 메모리에 있습니다. 가장 빠릅니다.</translation>
    </message>
    <message>
      <source>Text encoders, painter and autoencoder are in memory in turn.</source>
      <extracomment>sentences</extracomment>
      <translation>텍스트 인코더, 그리는 부분, 오토인코더가 차례로 메모리에 올라갑니다.</translation>
    </message>
    <message>
      <source>Of each part, one block after the other is in memory: the least.</source>
      <extracomment>sentences</extracomment>
      <translation>각 부분의 블록을 하나씩만 메모리에 둡니다. 메모리를 가장 적게 씁니다.</translation>
    </message>
    <message>
      <source>Half the memory of 16 bits; the picture changes a little.</source>
      <extracomment>sentences</extracomment>
      <translation>16비트의 절반 메모리입니다. 그림이 조금 달라집니다.</translation>
    </message>
    <message>
      <source>A quarter of the memory; the picture changes visibly.</source>
      <extracomment>sentences</extracomment>
      <translation>4분의 1 메모리입니다. 그림이 눈에 띄게 달라집니다.</translation>
    </message>
    <message>
      <source>The {what} cannot be loaded ({first}).</source>
      <extracomment>sentences</extracomment>
      <translation>{what}을(를) 불러올 수 없습니다({first}).</translation>
    </message>
    <message>
      <source>Download or copy it again, or take it out.</source>
      <extracomment>sentences</extracomment>
      <translation>다시 받거나 복사하세요. 빼도 됩니다.</translation>
    </message>
    <message>
      <source>It is a FaceID one: it does not look at the picture, but at what another network (insightface) makes of the face on it, which this version does not have. Use one with “full-face” or “plus-face” in its name, which see the picture itself.</source>
      <extracomment>sentences</extracomment>
      <translation>FaceID용입니다. 그림을 보지 않고, 그 위의 얼굴을 다른 네트워크(insightface)가 읽은 것을 보는데 이 버전에는 그것이 없습니다. 그림 자체를 보는, 이름에 “full-face”나 “plus-face”가 든 것을 쓰세요.</translation>
    </message>
    <message>
      <source>{name} is a pickle: a file that could run any program when it is opened. Get it as safetensors.</source>
      <extracomment>sentences</extracomment>
      <translation>{name}은(는) 피클입니다. 열면 어떤 프로그램이든 실행할 수 있는 파일입니다. safetensors로 받으세요.</translation>
    </message>
    <message>
      <source>The image encoder of the IP-Adapter “{id}” is missing: a CLIP vision model whose {patches} are {width} numbers wide.</source>
      <extracomment>sentences</extracomment>
      <translation>IP-Adapter “{id}”의 이미지 인코더가 없습니다. {patches}이(가) 수 {width}개짜리인 CLIP 비전 모델입니다.</translation>
    </message>
    <message>
      <source>Put the folder “image_encoder” (config.json and model.safetensors) that is published with it beside its file.</source>
      <extracomment>sentences</extracomment>
      <translation>함께 공개된 “image_encoder” 폴더(config.json과 model.safetensors)를 그 파일 옆에 넣으세요.</translation>
    </message>
    <message>
      <source>“{id}” is made for a model that is built in another way.</source>
      <extracomment>sentences</extracomment>
      <translation>“{id}”은(는) 구조가 다른 모델용입니다.</translation>
    </message>
    <message>
      <source>There is no file “{file}”.</source>
      <extracomment>sentences</extracomment>
      <translation>“{file}” 파일이 없습니다.</translation>
    </message>
    <message>
      <source>Choose one that is there, or none.</source>
      <extracomment>sentences</extracomment>
      <translation>있는 것을 고르거나 비워 두세요.</translation>
    </message>
    <message>
      <source>“{name}” is no IP-Adapter.</source>
      <extracomment>sentences</extracomment>
      <translation>“{name}”은(는) IP-Adapter가 아닙니다.</translation>
    </message>
    <message>
      <source>Choose one, or none.</source>
      <extracomment>sentences</extracomment>
      <translation>하나를 고르거나 비워 두세요.</translation>
    </message>
    <message>
      <source>“{name}” cannot be used. {problem}</source>
      <extracomment>sentences</extracomment>
      <translation>“{name}”을(를) 쓸 수 없습니다. {problem}</translation>
    </message>
    <message>
      <source>There is no IP-Adapter {what}. Found: {known}.</source>
      <extracomment>sentences</extracomment>
      <translation>{what} IP-Adapter가 없습니다. 찾은 것: {known}.</translation>
    </message>
    <message>
      <source>Put its safetensors file, and the folder of its image encoder beside it, where models are kept; or take the reference picture out.</source>
      <extracomment>sentences</extracomment>
      <translation>safetensors 파일을, 그 옆에 이미지 인코더의 폴더를 모델을 두는 곳에 넣거나, 참고 그림을 빼세요.</translation>
    </message>
    <message>
      <source>No IP-Adapter for this was found that can be used. {join}</source>
      <extracomment>sentences</extracomment>
      <translation>쓸 수 있는 IP-Adapter를 찾지 못했습니다. {join}</translation>
    </message>
    <message>
      <source>Put another one where models are kept, or take the reference picture out.</source>
      <extracomment>sentences</extracomment>
      <translation>다른 것을 모델을 두는 곳에 넣거나, 참고 그림을 빼세요.</translation>
    </message>
    <message>
      <source>No IP-Adapter for this was found that fits the model. {join}</source>
      <extracomment>sentences</extracomment>
      <translation>모델에 맞는 IP-Adapter를 찾지 못했습니다. {join}</translation>
    </message>
    <message>
      <source>Choose one that was made for this model, or another model to paint with.</source>
      <extracomment>sentences</extracomment>
      <translation>이 모델용으로 만들어진 것을 고르거나, 그릴 모델을 바꾸세요.</translation>
    </message>
    <message>
      <source>patches</source>
      <extracomment>sentences</extracomment>
      <translation>조각</translation>
    </message>
    <message>
      <source>summary</source>
      <extracomment>sentences</extracomment>
      <translation>요약</translation>
    </message>
    <message>
      <source>It looks at pictures in a way that this version does not know.</source>
      <extracomment>sentences</extracomment>
      <translation>이 버전이 모르는 방식으로 그림을 봅니다.</translation>
    </message>
    <message>
      <source>{name} cannot be removed ({strerror}).</source>
      <extracomment>sentences</extracomment>
      <translation>{name}을(를) 지울 수 없습니다({strerror}).</translation>
    </message>
    <message>
      <source>The language model “{title}” cannot be used ({why}).</source>
      <extracomment>sentences</extracomment>
      <translation>언어 모델 “{title}”을(를) 쓸 수 없습니다({why}).</translation>
    </message>
    <message>
      <source>There is not enough memory for the language model “{title}”.</source>
      <extracomment>sentences</extracomment>
      <translation>언어 모델 “{title}”에 쓸 메모리가 모자랍니다.</translation>
    </message>
    <message>
      <source>Choose the built-in sentences, use a smaller one, or close other programs.</source>
      <extracomment>sentences</extracomment>
      <translation>내장 문장을 고르거나, 더 작은 것을 쓰거나, 다른 프로그램을 닫으세요.</translation>
    </message>
    <message>
      <source>Its text encoder is missing: it holds no more than a part of a model.</source>
      <extracomment>sentences</extracomment>
      <translation>텍스트 인코더가 없습니다. 모델의 일부만 담고 있습니다.</translation>
    </message>
    <message>
      <source>Its UNet attends to words of a width that no known model has.</source>
      <extracomment>sentences</extracomment>
      <translation>UNet이 보는 낱말의 너비가 알려진 어떤 모델과도 다릅니다.</translation>
    </message>
    <message>
      <source>It paints after a picture, not after a prompt (unCLIP).</source>
      <extracomment>sentences</extracomment>
      <translation>프롬프트가 아니라 그림을 따라 그립니다(unCLIP).</translation>
    </message>
    <message>
      <source>Its autoencoder (VAE) is missing.</source>
      <extracomment>sentences</extracomment>
      <translation>오토인코더(VAE)가 없습니다.</translation>
    </message>
    <message>
      <source>Its UNet needs more than this version gives it (guidance built in).</source>
      <extracomment>sentences</extracomment>
      <translation>UNet에 이 버전이 주는 것보다 더 많은 것이 필요합니다(내장 가이던스).</translation>
    </message>
    <message>
      <source>Its tensors are not those of any kind of model that is known here.</source>
      <extracomment>sentences</extracomment>
      <translation>텐서가 알려진 어떤 종류의 모델의 것도 아닙니다.</translation>
    </message>
    <message>
      <source>Its text encoders are missing: it holds no more than a part of a model.</source>
      <extracomment>sentences</extracomment>
      <translation>텍스트 인코더들이 없습니다. 모델의 일부만 담고 있습니다.</translation>
    </message>
    <message>
      <source>It is made for the latents of {made_for}: colours would be wrong with this model.</source>
      <extracomment>sentences</extracomment>
      <translation>{made_for}의 잠재값용이라 이 모델과는 색이 틀어집니다.</translation>
    </message>
    <message>
      <source>There is no {TITLES} called “{id}”.</source>
      <extracomment>sentences</extracomment>
      <translation>“{id}”이라는 {TITLES}이(가) 없습니다.</translation>
    </message>
    <message>
      <source>Choose one that fits ({fit}), or the model's own.</source>
      <extracomment>sentences</extracomment>
      <translation>맞는 것({fit})이나 모델 자신의 것을 고르세요.</translation>
    </message>
    <message>
      <source>The model has no such part that could be another one.</source>
      <extracomment>sentences</extracomment>
      <translation>모델에 바꿀 수 있는 그런 부분이 없습니다.</translation>
    </message>
    <message>
      <source>It knows {:,} words, and the model's own {:,}.</source>
      <extracomment>sentences</extracomment>
      <translation>낱말을 {}개 아는데 모델의 것은 {}개입니다.</translation>
    </message>
    <message>
      <source>It has {} layers, and the model's own {}.</source>
      <extracomment>sentences</extracomment>
      <translation>층이 {}개인데 모델의 것은 {}개입니다.</translation>
    </message>
    <message>
      <source>It is {told}, and the model's own is {TITLES}.</source>
      <extracomment>sentences</extracomment>
      <translation>이것은 {told}인데 모델의 것은 {TITLES}입니다.</translation>
    </message>
    <message>
      <source>Its words are {width} numbers wide, and the model's own {width_}.</source>
      <extracomment>sentences</extracomment>
      <translation>낱말이 수 {width}개짜리인데 모델의 것은 {width_}개입니다.</translation>
    </message>
    <message>
      <source>It only reads, and the model's own also sees the pictures that are edited.</source>
      <extracomment>sentences</extracomment>
      <translation>이것은 글만 읽는데 모델의 것은 편집할 그림도 봅니다.</translation>
    </message>
    <message>
      <source>It is an autoencoder of {TITLES}, and the model's own is of {TITLES_}.</source>
      <extracomment>sentences</extracomment>
      <translation>이것은 {TITLES}의 오토인코더인데 모델의 것은 {TITLES_}의 것입니다.</translation>
    </message>
    <message>
      <source>Its latents have {channels} channels, and the model's have {wanted}.</source>
      <extracomment>sentences</extracomment>
      <translation>잠재값이 {channels}채널인데 모델의 것은 {wanted}채널입니다.</translation>
    </message>
    <message>
      <source>It makes one latent of {side} pixels a side, and the model's own of {wanted}.</source>
      <extracomment>sentences</extracomment>
      <translation>한 변 {side}픽셀이 잠재값 하나가 되는데 모델의 것은 {wanted}픽셀입니다.</translation>
    </message>
    <message>
      <source>It takes {taken} numbers a pixel and gives {given}: three of each are a picture.</source>
      <extracomment>sentences</extracomment>
      <translation>픽셀 하나에 숫자 {taken}개를 받고 {given}개를 냅니다. 그림은 각각 세 개입니다.</translation>
    </message>
    <message>
      <source>It has {layers} layers, and the model's own {wanted}.</source>
      <extracomment>sentences</extracomment>
      <translation>층이 {layers}개인데 모델의 것은 {wanted}개입니다.</translation>
    </message>
    <message>
      <source>It does not sum up prompts as the model's own does.</source>
      <extracomment>sentences</extracomment>
      <translation>모델의 것처럼 프롬프트를 요약하지 않습니다.</translation>
    </message>
    <message>
      <source>It is {TITLES}, and the model's own is CLIP.</source>
      <extracomment>sentences</extracomment>
      <translation>이것은 {TITLES}인데 모델의 것은 CLIP입니다.</translation>
    </message>
    <message>
      <source>Its words are {} numbers wide, and the model's own {}.</source>
      <extracomment>sentences</extracomment>
      <translation>낱말이 수 {}개짜리인데 모델의 것은 {}개입니다.</translation>
    </message>
    <message>
      <source>It reads {} words at once, and the model's own {}.</source>
      <extracomment>sentences</extracomment>
      <translation>한 번에 낱말 {}개를 읽는데 모델의 것은 {}개입니다.</translation>
    </message>
    <message>
      <source>{name}: its configuration is not that of its weights.</source>
      <extracomment>sentences</extracomment>
      <translation>{name}: 설정이 가중치와 맞지 않습니다.</translation>
    </message>
    <message>
      <source>It is built otherwise than the model's own ({} and {} numbers a layer).</source>
      <extracomment>sentences</extracomment>
      <translation>모델의 것과 구조가 다릅니다(층마다 수 {}개와 {}개).</translation>
    </message>
    <message>
      <source>It is built otherwise than the model's own ({} and {} heads of attention).</source>
      <extracomment>sentences</extracomment>
      <translation>모델의 것과 구조가 다릅니다(어텐션 헤드 {}개와 {}개).</translation>
    </message>
    <message>
      <source>The {TITLES} “{id}” cannot be used with “{title}”. {reason}</source>
      <extracomment>sentences</extracomment>
      <translation>{TITLES} “{id}”은(는) “{title}”와(과) 함께 쓸 수 없습니다. {reason}</translation>
    </message>
    <message>
      <source>Choose another one, or the model's own.</source>
      <extracomment>sentences</extracomment>
      <translation>다른 것이나 모델 자신의 것을 고르세요.</translation>
    </message>
    <message>
      <source>{name} is of a kind that is not known here.</source>
      <extracomment>sentences</extracomment>
      <translation>{name}은(는) 여기서 모르는 종류입니다.</translation>
    </message>
    <message>
      <source>It stays where it is, and nothing has been changed.</source>
      <extracomment>sentences</extracomment>
      <translation>그 자리에 그대로 있고 아무것도 바뀌지 않았습니다.</translation>
    </message>
    <message>
      <source>{name} has {size} GB, and {free} GB are free.</source>
      <extracomment>sentences</extracomment>
      <translation>{name}은(는) {size} GB인데 {free} GB가 비어 있습니다.</translation>
    </message>
    <message>
      <source>Make room, or name its folder under Generate &gt; Add Model Folder.</source>
      <extracomment>sentences</extracomment>
      <translation>자리를 만들거나, 생성 &gt; 모델 폴더 추가에서 그 폴더를 정하세요.</translation>
    </message>
    <message>
      <source>Its tensors are larger than the file that holds them.</source>
      <extracomment>sentences</extracomment>
      <translation>텐서가 그것을 담은 파일보다 큽니다.</translation>
    </message>
    <message>
      <source>It holds no tensors.</source>
      <extracomment>sentences</extracomment>
      <translation>텐서가 없습니다.</translation>
    </message>
    <message>
      <source>It is broken, or holds parts of a program, which are never run here.</source>
      <extracomment>sentences</extracomment>
      <translation>망가졌거나 프로그램의 일부가 들어 있습니다. 그런 것은 여기서 실행하지 않습니다.</translation>
    </message>
    <message>
      <source>The upscaler “{id}” cannot be used. {why}</source>
      <extracomment>sentences</extracomment>
      <translation>업스케일러 “{id}”을(를) 쓸 수 없습니다. {why}</translation>
    </message>
    <message>
      <source>Choose another one, or get the file anew.</source>
      <extracomment>sentences</extracomment>
      <translation>다른 것을 고르거나 파일을 다시 받으세요.</translation>
    </message>
    <message>
      <source>It is no safetensors file.</source>
      <extracomment>sentences</extracomment>
      <translation>safetensors 파일이 아닙니다.</translation>
    </message>
    <message>
      <source>It does not make whole pictures larger.</source>
      <extracomment>sentences</extracomment>
      <translation>그림 전체를 키우는 것이 아닙니다.</translation>
    </message>
    <message>
      <source>It wants pictures of {channels} channels.</source>
      <extracomment>sentences</extracomment>
      <translation>{channels}채널의 그림이 필요합니다.</translation>
    </message>
    <message>
      <source>It is a pickle: a file that could run any program when it is opened. It has to be converted first, which reads its numbers only.</source>
      <extracomment>sentences</extracomment>
      <translation>피클입니다. 열면 어떤 프로그램이든 실행할 수 있는 파일입니다. 먼저 수만 읽어 변환해야 합니다.</translation>
    </message>
    <message>
      <source>There is no upscaler “{id}”.</source>
      <extracomment>sentences</extracomment>
      <translation>업스케일러 “{id}”이(가) 없습니다.</translation>
    </message>
    <message>
      <source>Choose one of: {there}. Others go into {FOLDER}.</source>
      <extracomment>sentences</extracomment>
      <translation>다음 중에서 고르세요: {there}. 다른 것은 {FOLDER}에 넣으세요.</translation>
    </message>
    <message>
      <source>The upscaler “{id}” cannot be used as it is. {problems}</source>
      <extracomment>sentences</extracomment>
      <translation>업스케일러 “{id}”을(를) 그대로 쓸 수 없습니다. {problems}</translation>
    </message>
    <message>
      <source>{name} is not a safetensors file.</source>
      <extracomment>sentences</extracomment>
      <translation>{name}은(는) safetensors 파일이 아닙니다.</translation>
    </message>
    <message>
      <source>{name} holds no weights.</source>
      <extracomment>sentences</extracomment>
      <translation>{name}에 가중치가 없습니다.</translation>
    </message>
    <message>
      <source>{name} is cut off: {size} of {expected} bytes are there.</source>
      <extracomment>sentences</extracomment>
      <translation>{name}이(가) 잘렸습니다. {expected}바이트 중 {size}바이트만 있습니다.</translation>
    </message>
    <message>
      <source>{name} is {size} bytes longer than its header says.</source>
      <extracomment>sentences</extracomment>
      <translation>{name}이(가) 헤더보다 {size}바이트 깁니다.</translation>
    </message>
    <message>
      <source>{name} was packed by bitsandbytes, and is damaged: {error}.</source>
      <extracomment>sentences</extracomment>
      <translation>{name}은(는) bitsandbytes로 압축되었으며 손상되었습니다: {error}.</translation>
    </message>
    <message>
      <source>The sampler “{sampler}” has noise levels of its own.</source>
      <extracomment>sentences</extracomment>
      <translation>“{sampler}” 샘플러에는 자기 노이즈 수준이 있습니다.</translation>
    </message>
    <message>
      <source>Leave them out, or use one of: {join}.</source>
      <extracomment>sentences</extracomment>
      <translation>빼거나 다음 중 하나를 쓰세요: {join}.</translation>
    </message>
    <message>
      <source>The sampler “{sampler}” cannot begin in pure noise.</source>
      <extracomment>sentences</extracomment>
      <translation>“{sampler}” 샘플러는 순수한 노이즈에서 시작할 수 없습니다.</translation>
    </message>
    <message>
      <source>Leave it out, or use one of: {join}.</source>
      <extracomment>sentences</extracomment>
      <translation>빼거나 다음 중 하나를 쓰세요: {join}.</translation>
    </message>
    <message>
      <source>Use a number from {low} to {high}.</source>
      <extracomment>sentences</extracomment>
      <translation>{low}부터 {high}까지의 수를 쓰세요.</translation>
    </message>
    <message>
      <source>Use a whole number from {low} to {high}.</source>
      <extracomment>sentences</extracomment>
      <translation>{low}부터 {high}까지의 정수를 쓰세요.</translation>
    </message>
    <message>
      <source>A picture cannot be used here.</source>
      <extracomment>sentences</extracomment>
      <translation>여기에는 그림을 쓸 수 없습니다.</translation>
    </message>
    <message>
      <source>{told} is not an object.</source>
      <extracomment>sentences</extracomment>
      <translation>{told}은(는) 객체가 아닙니다.</translation>
    </message>
    <message>
      <source>Use { … }.</source>
      <extracomment>sentences</extracomment>
      <translation>{ … } 꼴로 쓰세요.</translation>
    </message>
    <message>
      <source>{told} is not a number.</source>
      <extracomment>sentences</extracomment>
      <translation>{told}은(는) 수가 아닙니다.</translation>
    </message>
    <message>
      <source>{told} is out of range.</source>
      <extracomment>sentences</extracomment>
      <translation>{told}은(는) 범위를 벗어납니다.</translation>
    </message>
    <message>
      <source>{told} is not a whole number.</source>
      <extracomment>sentences</extracomment>
      <translation>{told}은(는) 정수가 아닙니다.</translation>
    </message>
    <message>
      <source>{told} is neither true nor false.</source>
      <extracomment>sentences</extracomment>
      <translation>{told}은(는) 참도 거짓도 아닙니다.</translation>
    </message>
    <message>
      <source>There is no {told}.</source>
      <extracomment>sentences</extracomment>
      <translation>{told}은(는) 없습니다.</translation>
    </message>
    <message>
      <source>{told} is not a text.</source>
      <extracomment>sentences</extracomment>
      <translation>{told}은(는) 글이 아닙니다.</translation>
    </message>
    <message>
      <source>Put it in quotation marks.</source>
      <extracomment>sentences</extracomment>
      <translation>따옴표 안에 넣으세요.</translation>
    </message>
    <message>
      <source>The text has {len} characters; {longest} are the most.</source>
      <extracomment>sentences</extracomment>
      <translation>글이 {len}자입니다. 최대 {longest}자입니다.</translation>
    </message>
    <message>
      <source>The text is empty.</source>
      <extracomment>sentences</extracomment>
      <translation>글이 비어 있습니다.</translation>
    </message>
    <message>
      <source>Write something here.</source>
      <extracomment>sentences</extracomment>
      <translation>여기에 무언가를 적으세요.</translation>
    </message>
    <message>
      <source>{told} is not a list of words.</source>
      <extracomment>sentences</extracomment>
      <translation>{told}은(는) 낱말의 목록이 아닙니다.</translation>
    </message>
    <message>
      <source>Use ["cat"].</source>
      <extracomment>sentences</extracomment>
      <translation>["cat"] 꼴로 쓰세요.</translation>
    </message>
    <message>
      <source>{told} is not a list of regions.</source>
      <extracomment>sentences</extracomment>
      <translation>{told}은(는) 영역의 목록이 아닙니다.</translation>
    </message>
    <message>
      <source>Use [0] for the first of them.</source>
      <extracomment>sentences</extracomment>
      <translation>첫 번째라면 [0]을 쓰세요.</translation>
    </message>
    <message>
      <source>{told} is not the name of a picture file.</source>
      <extracomment>sentences</extracomment>
      <translation>{told}은(는) 그림 파일의 이름이 아닙니다.</translation>
    </message>
    <message>
      <source>{told} is not a list.</source>
      <extracomment>sentences</extracomment>
      <translation>{told}은(는) 목록이 아닙니다.</translation>
    </message>
    <message>
      <source>There are {len} entries.</source>
      <extracomment>sentences</extracomment>
      <translation>항목이 {len}개입니다.</translation>
    </message>
    <message>
      <source>Give at least {least} and at most {most}.</source>
      <extracomment>sentences</extracomment>
      <translation>{least}개 이상 {most}개 이하로 주세요.</translation>
    </message>
    <message>
      <source>There is no such field.</source>
      <extracomment>sentences</extracomment>
      <translation>그런 항목은 없습니다.</translation>
    </message>
    <message>
      <source>Known are: {join}.</source>
      <extracomment>sentences</extracomment>
      <translation>알려진 것: {join}.</translation>
    </message>
    <message>
      <source>The text has half a character in it (a lone surrogate).</source>
      <extracomment>sentences</extracomment>
      <translation>글에 반쪽짜리 글자가 있습니다(짝 없는 서로게이트).</translation>
    </message>
    <message>
      <source>Type it again.</source>
      <extracomment>sentences</extracomment>
      <translation>다시 입력하세요.</translation>
    </message>
    <message>
      <source>This field is missing.</source>
      <extracomment>sentences</extracomment>
      <translation>이 항목이 빠졌습니다.</translation>
    </message>
    <message>
      <source>Use 1 to {MOST_POINTS} points from left to right: [[0, 0], [1, 1]].</source>
      <extracomment>sentences</extracomment>
      <translation>왼쪽에서 오른쪽으로 점 1~{MOST_POINTS}개를 쓰세요: [[0, 0], [1, 1]].</translation>
    </message>
    <message>
      <source>{told} is no curve.</source>
      <extracomment>sentences</extracomment>
      <translation>{told}은(는) 곡선이 아닙니다.</translation>
    </message>
    <message>
      <source>{told} cannot be a point there.</source>
      <extracomment>sentences</extracomment>
      <translation>{told}은(는) 그 자리의 점이 될 수 없습니다.</translation>
    </message>
    <message>
      <source>Use stops from left to right: [[0, "#000000", 1], [1, "#ffffff", 1]].</source>
      <extracomment>sentences</extracomment>
      <translation>왼쪽에서 오른쪽으로 정지점을 쓰세요: [[0, "#000000", 1], [1, "#ffffff", 1]].</translation>
    </message>
    <message>
      <source>{told} is no gradient.</source>
      <extracomment>sentences</extracomment>
      <translation>{told}은(는) 그라디언트가 아닙니다.</translation>
    </message>
    <message>
      <source>{told} cannot be a stop.</source>
      <extracomment>sentences</extracomment>
      <translation>{told}은(는) 정지점이 될 수 없습니다.</translation>
    </message>
    <message>
      <source>The preset {shown} is damaged.</source>
      <extracomment>sentences</extracomment>
      <translation>{shown} 프리셋이 망가졌습니다.</translation>
    </message>
    <message>
      <source>“{name}” cannot be the name of a preset.</source>
      <extracomment>sentences</extracomment>
      <translation>“{name}”은(는) 프리셋의 이름이 될 수 없습니다.</translation>
    </message>
    <message>
      <source>Use letters, digits and spaces: none of &lt; &gt; : " / \ | ? * and no dot in front.</source>
      <extracomment>sentences</extracomment>
      <translation>글자, 숫자, 빈칸을 쓰세요. &lt; &gt; : " / \ | ? *와 맨 앞의 점은 쓸 수 없습니다.</translation>
    </message>
    <message>
      <source>The name is too long.</source>
      <extracomment>sentences</extracomment>
      <translation>이름이 너무 깁니다.</translation>
    </message>
    <message>
      <source>Use at most {LONGEST_NAME} letters.</source>
      <extracomment>sentences</extracomment>
      <translation>최대 {LONGEST_NAME}자까지 쓰세요.</translation>
    </message>
    <message>
      <source>{shown} is no preset of techniques.</source>
      <extracomment>sentences</extracomment>
      <translation>{shown}은(는) 기법의 프리셋이 아닙니다.</translation>
    </message>
    <message>
      <source>Choose a file that was exported as one.</source>
      <extracomment>sentences</extracomment>
      <translation>그렇게 내보낸 파일을 고르세요.</translation>
    </message>
    <message>
      <source>{shown} is larger than any preset.</source>
      <extracomment>sentences</extracomment>
      <translation>{shown}은(는) 어떤 프리셋보다도 큽니다.</translation>
    </message>
    <message>
      <source>This data URI is not in base64.</source>
      <extracomment>sentences</extracomment>
      <translation>이 데이터 URI는 base64가 아닙니다.</translation>
    </message>
    <message>
      <source>Use [ … ].</source>
      <extracomment>sentences</extracomment>
      <translation>[ … ] 꼴로 쓰세요.</translation>
    </message>
    <message>
      <source>Use {"id": …}.</source>
      <extracomment>sentences</extracomment>
      <translation>{"id": …} 꼴로 쓰세요.</translation>
    </message>
    <message>
      <source>There is no technique {told}.</source>
      <extracomment>sentences</extracomment>
      <translation>{told} 기법이 없습니다.</translation>
    </message>
    <message>
      <source>This version has: {join}.</source>
      <extracomment>sentences</extracomment>
      <translation>이 버전에 있는 것: {join}.</translation>
    </message>
    <message>
      <source>{told} is not a box.</source>
      <extracomment>sentences</extracomment>
      <translation>{told}은(는) 상자가 아닙니다.</translation>
    </message>
    <message>
      <source>Use [x, y, width, height], whole pixels.</source>
      <extracomment>sentences</extracomment>
      <translation>[x, y, 너비, 높이]를 정수 픽셀로 쓰세요.</translation>
    </message>
    <message>
      <source>{constant} is not a number that JSON knows.</source>
      <extracomment>sentences</extracomment>
      <translation>{constant}은(는) JSON이 아는 수가 아닙니다.</translation>
    </message>
    <message>
      <source>{name} carries no recipe.</source>
      <extracomment>sentences</extracomment>
      <translation>{name}에는 레시피가 없습니다.</translation>
    </message>
    <message>
      <source>Pictures saved by Underpaint carry one, unless another program saved them again.</source>
      <extracomment>sentences</extracomment>
      <translation>Underpaint가 저장한 그림에는 들어 있습니다. 다른 프로그램이 다시 저장하면 없어집니다.</translation>
    </message>
    <message>
      <source>{told} is not the name of a file.</source>
      <extracomment>sentences</extracomment>
      <translation>{told}은(는) 파일의 이름이 아닙니다.</translation>
    </message>
    <message>
      <source>{told} is an address.</source>
      <extracomment>sentences</extracomment>
      <translation>{told}은(는) 주소입니다.</translation>
    </message>
    <message>
      <source>Save the picture, and name its file.</source>
      <extracomment>sentences</extracomment>
      <translation>그림을 저장하고 그 파일을 적으세요.</translation>
    </message>
    <message>
      <source>This data URI is damaged: it is not base64.</source>
      <extracomment>sentences</extracomment>
      <translation>이 데이터 URI는 망가졌습니다. base64가 아닙니다.</translation>
    </message>
    <message>
      <source>{name} is larger than any recipe.</source>
      <extracomment>sentences</extracomment>
      <translation>{name}은(는) 어떤 레시피보다도 큽니다.</translation>
    </message>
    <message>
      <source>{name} is not text in UTF-8.</source>
      <extracomment>sentences</extracomment>
      <translation>{name}은(는) UTF-8 글이 아닙니다.</translation>
    </message>
    <message>
      <source>{name} is not JSON: {msg} in line {lineno}, column {colno}.</source>
      <extracomment>sentences</extracomment>
      <translation>{name}은(는) JSON이 아닙니다: {lineno}번째 줄 {colno}번째 칸의 {msg}.</translation>
    </message>
    <message>
      <source>{name} is nested too deeply.</source>
      <extracomment>sentences</extracomment>
      <translation>{name}이(가) 너무 깊이 겹쳐 있습니다.</translation>
    </message>
    <message>
      <source>{name} is not JSON: {error}.</source>
      <extracomment>sentences</extracomment>
      <translation>{name}은(는) JSON이 아닙니다: {error}.</translation>
    </message>
    <message>
      <source>This field is there twice.</source>
      <extracomment>sentences</extracomment>
      <translation>이 항목이 두 번 있습니다.</translation>
    </message>
    <message>
      <source>Take one of them out.</source>
      <extracomment>sentences</extracomment>
      <translation>하나를 빼세요.</translation>
    </message>
    <message>
      <source>It is damaged and cannot be read.</source>
      <extracomment>sentences</extracomment>
      <translation>손상되어 읽을 수 없습니다.</translation>
    </message>
    <message>
      <source>What is left of it lies in {folder}.</source>
      <extracomment>sentences</extracomment>
      <translation>남은 것은 {folder}에 있습니다.</translation>
    </message>
    <message>
      <source>It was kept by a newer version of Underpaint.</source>
      <extracomment>sentences</extracomment>
      <translation>더 새로운 버전의 Underpaint가 남긴 것입니다.</translation>
    </message>
    <message>
      <source>Recover it with that one.</source>
      <extracomment>sentences</extracomment>
      <translation>그 버전으로 복구하세요.</translation>
    </message>
    <message>
      <source>The folder {folder} cannot be taken away: {strerror}.</source>
      <extracomment>sentences</extracomment>
      <translation>{folder} 폴더를 치울 수 없습니다: {strerror}.</translation>
    </message>
    <message>
      <source>Check who may write to it.</source>
      <extracomment>sentences</extracomment>
      <translation>누가 쓸 수 있는지 확인하세요.</translation>
    </message>
    <message>
      <source>What was kept last is damaged: this is how the picture was shortly before.</source>
      <extracomment>sentences</extracomment>
      <translation>마지막으로 남긴 것이 망가져서, 조금 전의 그림입니다.</translation>
    </message>
    <message>
      <source>a picture of a technique</source>
      <extracomment>sentences</extracomment>
      <translation>기법의 그림</translation>
    </message>
    <message>
      <source>Parts of {_listed} are damaged and empty now.</source>
      <extracomment>sentences</extracomment>
      <translation>{_listed}의 일부가 망가져 비어 있습니다.</translation>
    </message>
    <message>
      <source>Parts of {_listed} are damaged, and as they were shortly before.</source>
      <extracomment>sentences</extracomment>
      <translation>{_listed}의 일부가 망가져 조금 전의 것입니다.</translation>
    </message>
    <message>
      <source>A technique or a reference was left out, whose picture is damaged.</source>
      <extracomment>sentences</extracomment>
      <translation>그림이 망가진 기법이나 참고 그림이 빠졌습니다.</translation>
    </message>
    <message>
      <source>The picture does not fit into memory.</source>
      <extracomment>sentences</extracomment>
      <translation>그림이 메모리에 들어가지 않습니다.</translation>
    </message>
    <message>
      <source>What was kept of the picture cannot be read.</source>
      <extracomment>sentences</extracomment>
      <translation>보관해 둔 그림을 읽을 수 없습니다.</translation>
    </message>
    <message>
      <source>It lies in {folder}.</source>
      <extracomment>sentences</extracomment>
      <translation>{folder}에 있습니다.</translation>
    </message>
    <message>
      <source>A picture of a technique cannot be read.</source>
      <extracomment>sentences</extracomment>
      <translation>기법의 그림을 읽을 수 없습니다.</translation>
    </message>
    <message>
      <source>There is no region {number}; the request has {known}.</source>
      <extracomment>sentences</extracomment>
      <translation>영역 {number}이(가) 없습니다. 요청에는 {known}이(가) 있습니다.</translation>
    </message>
    <message>
      <source>Give regions by their places in the list “regions”, from 0 on, or leave this empty for everywhere.</source>
      <extracomment>sentences</extracomment>
      <translation>“regions” 목록의 자리(0부터)로 영역을 적거나, 모든 곳이면 비워 두세요.</translation>
    </message>
    <message>
      <source>A safetensors file.</source>
      <extracomment>sentences</extracomment>
      <translation>safetensors 파일입니다.</translation>
    </message>
    <message>
      <source>How strongly it is used; 0 is not at all.</source>
      <extracomment>sentences</extracomment>
      <translation>얼마나 강하게 쓸지입니다. 0이면 전혀 쓰지 않습니다.</translation>
    </message>
    <message>
      <source>There is a mask but no picture that it belongs to.</source>
      <extracomment>sentences</extracomment>
      <translation>마스크는 있는데 그것이 속한 그림이 없습니다.</translation>
    </message>
    <message>
      <source>Give a source as well.</source>
      <extracomment>sentences</extracomment>
      <translation>원본도 주세요.</translation>
    </message>
    <message>
      <source>A picture was given where a mask belongs.</source>
      <extracomment>sentences</extracomment>
      <translation>마스크 자리에 그림이 주어졌습니다.</translation>
    </message>
    <message>
      <source>The mask is {size} px and the picture {size_} px.</source>
      <extracomment>sentences</extracomment>
      <translation>마스크는 {size} px, 그림은 {size_} px입니다.</translation>
    </message>
    <message>
      <source>Both must have the same size.</source>
      <extracomment>sentences</extracomment>
      <translation>둘의 크기가 같아야 합니다.</translation>
    </message>
    <message>
      <source>The mask is empty: nothing would be repainted.</source>
      <extracomment>sentences</extracomment>
      <translation>마스크가 비어 있어 다시 그릴 것이 없습니다.</translation>
    </message>
    <message>
      <source>Paint white where the picture is to change, or leave the mask out.</source>
      <extracomment>sentences</extracomment>
      <translation>바꿀 곳을 하얗게 칠하거나 마스크를 빼세요.</translation>
    </message>
    <message>
      <source>It is {size} px; {MAX_SIDE} px a side are the most.</source>
      <extracomment>sentences</extracomment>
      <translation>{size} px입니다. 한 변이 최대 {MAX_SIDE} px입니다.</translation>
    </message>
    <message>
      <source>Make it smaller.</source>
      <extracomment>sentences</extracomment>
      <translation>더 작게 하세요.</translation>
    </message>
    <message>
      <source>There is no picture to cut a part from.</source>
      <extracomment>sentences</extracomment>
      <translation>잘라낼 그림이 없습니다.</translation>
    </message>
    <message>
      <source>It covers nothing.</source>
      <extracomment>sentences</extracomment>
      <translation>아무것도 덮지 않습니다.</translation>
    </message>
    <message>
      <source>It is [x, y, width, height], in pixels; the last two &gt; 0.</source>
      <extracomment>sentences</extracomment>
      <translation>[x, y, 너비, 높이]를 픽셀로 쓰며, 뒤의 둘은 0보다 커야 합니다.</translation>
    </message>
    <message>
      <source>It lies outside the picture, which is {size} px.</source>
      <extracomment>sentences</extracomment>
      <translation>{size} px인 그림의 바깥에 있습니다.</translation>
    </message>
    <message>
      <source>Move it inside.</source>
      <extracomment>sentences</extracomment>
      <translation>안으로 옮기세요.</translation>
    </message>
    <message>
      <source>There are {len}; {MAX_REGIONS} are the most.</source>
      <extracomment>sentences</extracomment>
      <translation>{len}개가 있습니다. 최대 {MAX_REGIONS}개입니다.</translation>
    </message>
    <message>
      <source>There are {len}; {MAX_CONCEPTS} are the most.</source>
      <extracomment>sentences</extracomment>
      <translation>{len}개가 있습니다. 최대 {MAX_CONCEPTS}개입니다.</translation>
    </message>
    <message>
      <source>The last of {batch} pictures would have a seed above {MAX_SEED}.</source>
      <extracomment>sentences</extracomment>
      <translation>그림 {batch}장 중 마지막의 시드가 {MAX_SEED}보다 큽니다.</translation>
    </message>
    <message>
      <source>Use a smaller seed.</source>
      <extracomment>sentences</extracomment>
      <translation>더 작은 시드를 쓰세요.</translation>
    </message>
    <message>
      <source>A mask was given where a picture belongs.</source>
      <extracomment>sentences</extracomment>
      <translation>그림 자리에 마스크가 주어졌습니다.</translation>
    </message>
    <message>
      <source>It would end before it begins.</source>
      <extracomment>sentences</extracomment>
      <translation>시작하기 전에 끝납니다.</translation>
    </message>
    <message>
      <source>Set it above “start”.</source>
      <extracomment>sentences</extracomment>
      <translation>“start”보다 크게 정하세요.</translation>
    </message>
    <message>
      <source>A region has either a box or a mask.</source>
      <extracomment>sentences</extracomment>
      <translation>영역은 상자나 마스크 중 하나를 가집니다.</translation>
    </message>
    <message>
      <source>Give one of the two, not both.</source>
      <extracomment>sentences</extracomment>
      <translation>둘 중 하나만 주세요.</translation>
    </message>
    <message>
      <source>In the last of {batch} pictures it would be above {MAX_SEED}.</source>
      <extracomment>sentences</extracomment>
      <translation>그림 {batch}장 중 마지막에서 {MAX_SEED}보다 커집니다.</translation>
    </message>
    <message>
      <source>{title} needs {told}.</source>
      <extracomment>sentences</extracomment>
      <translation>{title}에는 {told}이(가) 필요합니다.</translation>
    </message>
    <message>
      <source>Take one of the two out.</source>
      <extracomment>sentences</extracomment>
      <translation>둘 중 하나를 빼세요.</translation>
    </message>
    <message>
      <source>Some settings were wrong and have been set back: {join}.{kept}</source>
      <extracomment>sentences</extracomment>
      <translation>잘못된 설정을 되돌렸습니다: {join}.{kept}</translation>
    </message>
    <message>
      <source> The old file is kept as {aside}.</source>
      <extracomment>sentences</extracomment>
      <translation> 옛 파일은 {aside}(으)로 남아 있습니다.</translation>
    </message>
    <message>
      <source>Folders in which models are looked for, besides the usual.</source>
      <extracomment>sentences</extracomment>
      <translation>보통의 곳 말고 모델을 찾을 폴더입니다.</translation>
    </message>
    <message>
      <source>Where models are fetched; empty: Hugging Face, or what HF_ENDPOINT names.</source>
      <extracomment>sentences</extracomment>
      <translation>모델을 받는 곳입니다. 비워 두면 Hugging Face, 또는 HF_ENDPOINT가 가리키는 곳입니다.</translation>
    </message>
    <message>
      <source>Nothing is ever fetched.</source>
      <extracomment>sentences</extracomment>
      <translation>아무것도 받지 않습니다.</translation>
    </message>
    <message>
      <source>How models are fitted into memory: by itself the quickest way that there is room for. Only weights of 8 or 4 bits change the pictures.</source>
      <extracomment>sentences</extracomment>
      <translation>모델을 메모리에 어떻게 맞출지입니다. 저절로 두면 자리가 되는 가장 빠른 방법입니다. 8비트나 4비트의 가중치만 그림을 바꿉니다.</translation>
    </message>
    <message>
      <source>As Qt packs it, in base64.</source>
      <extracomment>sentences</extracomment>
      <translation>Qt가 담은 것을 base64로 적습니다.</translation>
    </message>
    <message>
      <source>Each tool's brush, as docs/brushes.md has it.</source>
      <extracomment>sentences</extracomment>
      <translation>docs/brushes.md에 적힌 대로의 도구별 브러시입니다.</translation>
    </message>
    <message>
      <source>How gradients are drawn: shape, repeat, colours as in .ggr.</source>
      <extracomment>sentences</extracomment>
      <translation>그라디언트를 그리는 방식: 모양, 되풀이, .ggr과 같은 색.</translation>
    </message>
    <message>
      <source>Of the eyedropper’s square.</source>
      <extracomment>sentences</extracomment>
      <translation>스포이트 사각형의 크기.</translation>
    </message>
    <message>
      <source>The eyedropper looks at the active layer alone.</source>
      <extracomment>sentences</extracomment>
      <translation>스포이트가 활성 레이어만 봅니다.</translation>
    </message>
    <message>
      <source>Along the edges of the canvas's view.</source>
      <extracomment>sentences</extracomment>
      <translation>캔버스 보기의 가장자리에 있습니다.</translation>
    </message>
    <message>
      <source>The document's guides are shown.</source>
      <extracomment>sentences</extracomment>
      <translation>문서의 안내선을 보여 줍니다.</translation>
    </message>
    <message>
      <source>The document's grid is shown.</source>
      <extracomment>sentences</extracomment>
      <translation>문서의 격자를 보여 줍니다.</translation>
    </message>
    <message>
      <source>What is dragged is caught by lines near to it.</source>
      <extracomment>sentences</extracomment>
      <translation>끄는 것이 가까운 선에 달라붙습니다.</translation>
    </message>
    <message>
      <source>To its edges, and to its middle.</source>
      <extracomment>sentences</extracomment>
      <translation>가장자리와 가운데에 붙습니다.</translation>
    </message>
    <message>
      <source>While assistants are shown.</source>
      <extracomment>sentences</extracomment>
      <translation>보조선이 보이는 동안입니다.</translation>
    </message>
    <message>
      <source>Docks' places by their names, as JSON.</source>
      <extracomment>sentences</extracomment>
      <translation>이름별 도크의 자리를 JSON으로 적습니다.</translation>
    </message>
    <message>
      <source>Whose keys the actions have.</source>
      <extracomment>sentences</extracomment>
      <translation>동작이 누구의 키를 따를지입니다.</translation>
    </message>
    <message>
      <source>Changed shortcuts, each as "action=keys".</source>
      <extracomment>sentences</extracomment>
      <translation>바꾼 단축키를 "동작=키"로 적습니다.</translation>
    </message>
    <message>
      <source>How far live pictures may go from what is painted; 100 % ignores it.</source>
      <extracomment>sentences</extracomment>
      <translation>실시간 그림이 그린 것에서 얼마나 벗어날 수 있는지입니다. 100 %는 그린 것을 무시합니다.</translation>
    </message>
    <message>
      <source>Of each live picture: fewer are quicker. Models made for it need 1 to 4.</source>
      <extracomment>sentences</extracomment>
      <translation>실시간 그림마다의 단계입니다. 적을수록 빠르고, 그에 맞춘 모델은 1~4면 됩니다.</translation>
    </message>
    <message>
      <source>How strictly live pictures follow the prompt. 1 takes half the time, and is right for models made for few steps.</source>
      <extracomment>sentences</extracomment>
      <translation>실시간 그림이 프롬프트를 얼마나 엄격히 따르는지입니다. 1은 시간이 절반이고, 적은 단계용 모델에 맞습니다.</translation>
    </message>
    <message>
      <source>The method by which live pictures are made: LCM for models and LoRAs made for it.</source>
      <extracomment>sentences</extracomment>
      <translation>실시간 그림을 만드는 방법입니다. LCM용 모델과 LoRA에는 LCM을 쓰세요.</translation>
    </message>
    <message>
      <source>Of the live picture over the canvas. Hold C to see the canvas alone.</source>
      <extracomment>sentences</extracomment>
      <translation>캔버스 위 실시간 그림의 불투명도입니다. C를 누르고 있으면 캔버스만 보입니다.</translation>
    </message>
    <message>
      <source>The live picture is shown beside the canvas, not over it.</source>
      <extracomment>sentences</extracomment>
      <translation>실시간 그림을 캔버스 위가 아니라 옆에 보여 줍니다.</translation>
    </message>
    <message>
      <source>The settings could not be read, so Underpaint starts with its own.{kept}</source>
      <extracomment>sentences</extracomment>
      <translation>설정을 읽을 수 없어 Underpaint가 기본 설정으로 시작합니다.{kept}</translation>
    </message>
    <message>
      <source>{cause} Underpaint starts with its own settings.</source>
      <extracomment>sentences</extracomment>
      <translation>{cause} Underpaint가 기본 설정으로 시작합니다.</translation>
    </message>
    <message>
      <source>It is {step}, after {before} and of {steps} steps.</source>
      <extracomment>sentences</extracomment>
      <translation>{before} 뒤의 {step}이고, 모두 {steps}단계입니다.</translation>
    </message>
    <message>
      <source>Each change comes after the one before, and before the last step.</source>
      <extracomment>sentences</extracomment>
      <translation>각 변화는 앞의 것보다 뒤에, 마지막 단계보다 앞에 옵니다.</translation>
    </message>
    <message>
      <source>How many steps have been done before.</source>
      <extracomment>sentences</extracomment>
      <translation>앞서 지난 단계의 수입니다.</translation>
    </message>
    <message>
      <source>What is repainted; of the source's size.</source>
      <extracomment>sentences</extracomment>
      <translation>다시 그릴 곳입니다. 원본과 같은 크기입니다.</translation>
    </message>
    <message>
      <source>What was painted on the picture; where it is transparent that stays.</source>
      <extracomment>sentences</extracomment>
      <translation>그림 위에 칠한 것입니다. 투명한 곳은 그대로 남습니다.</translation>
    </message>
    <message>
      <source>How far: 0 not at all, 1 wholly.</source>
      <extracomment>sentences</extracomment>
      <translation>얼마나: 0은 전혀, 1은 완전히.</translation>
    </message>
    <message>
      <source>The first picture of the batch that is changed, where each has its turn.</source>
      <extracomment>sentences</extracomment>
      <translation>묶음이 차례로 만들어질 때 처음 바뀌는 그림입니다.</translation>
    </message>
    <message>
      <source>There are {len}; {MOST} are the most.</source>
      <extracomment>sentences</extracomment>
      <translation>{len}개가 있습니다. 최대 {MOST}개입니다.</translation>
    </message>
    <message>
      <source>The request has no mask that could be another one.</source>
      <extracomment>sentences</extracomment>
      <translation>요청에 바꿀 수 있는 마스크가 없습니다.</translation>
    </message>
    <message>
      <source>Begin with a mask, or leave this one out.</source>
      <extracomment>sentences</extracomment>
      <translation>마스크로 시작하거나 이것을 빼세요.</translation>
    </message>
    <message>
      <source>It is {size} px and the picture {size_} px.</source>
      <extracomment>sentences</extracomment>
      <translation>이것은 {size} px, 그림은 {size_} px입니다.</translation>
    </message>
    <message>
      <source>The request has no source that the picture could stay closer to.</source>
      <extracomment>sentences</extracomment>
      <translation>요청에 그림이 더 가까이 머물 원본이 없습니다.</translation>
    </message>
    <message>
      <source>Leave it out, or begin from a picture.</source>
      <extracomment>sentences</extracomment>
      <translation>빼거나 그림에서 시작하세요.</translation>
    </message>
    <message>
      <source>The refiner takes over at a step that was chosen at the beginning.</source>
      <extracomment>sentences</extracomment>
      <translation>리파이너가 이어받는 단계는 처음에 정해집니다.</translation>
    </message>
    <message>
      <source>Leave the strength as it was, or begin without a refiner.</source>
      <extracomment>sentences</extracomment>
      <translation>강도를 그대로 두거나 리파이너 없이 시작하세요.</translation>
    </message>
    <message>
      <source>PNDM takes each step from the four before, and cannot go on elsewhere.</source>
      <extracomment>sentences</extracomment>
      <translation>PNDM은 앞의 네 단계에서 다음을 얻으므로 다른 데서 이어 갈 수 없습니다.</translation>
    </message>
    <message>
      <source>Leave the strength as it was, or begin with another sampler.</source>
      <extracomment>sentences</extracomment>
      <translation>강도를 그대로 두거나 다른 샘플러로 시작하세요.</translation>
    </message>
    <message>
      <source>Choose {round} % or more.</source>
      <extracomment>sentences</extracomment>
      <translation>{round} % 이상을 고르세요.</translation>
    </message>
    <message>
      <source>How far the picture may go from its source.</source>
      <extracomment>sentences</extracomment>
      <translation>그림이 원본에서 얼마나 벗어날 수 있는지입니다.</translation>
    </message>
    <message>
      <source>Of noise that the picture's is turned towards.</source>
      <extracomment>sentences</extracomment>
      <translation>그림의 노이즈가 돌아가는 쪽의 노이즈입니다.</translation>
    </message>
    <message>
      <source>{title} follows the picture from its first step on.</source>
      <extracomment>sentences</extracomment>
      <translation>{title}은(는) 첫 단계부터 그림을 따릅니다.</translation>
    </message>
    <message>
      <source>Leave the strength as it was.</source>
      <extracomment>sentences</extracomment>
      <translation>강도를 그대로 두세요.</translation>
    </message>
    <message>
      <source>At {strength} there is nothing left to do after step {step}.</source>
      <extracomment>sentences</extracomment>
      <translation>{strength}에서는 {step}단계 뒤에 할 일이 없습니다.</translation>
    </message>
    <message>
      <source>Switch it on before the picture is begun.</source>
      <extracomment>sentences</extracomment>
      <translation>그림을 시작하기 전에 켜세요.</translation>
    </message>
    <message>
      <source>the model “{models}”</source>
      <extracomment>sentences</extracomment>
      <translation>모델 “{models}”</translation>
    </message>
    <message>
      <source>the VAE “{vae}”</source>
      <extracomment>sentences</extracomment>
      <translation>VAE “{vae}”</translation>
    </message>
    <message>
      <source>the LoRA “{file}”</source>
      <extracomment>sentences</extracomment>
      <translation>LoRA “{file}”</translation>
    </message>
    <message>
      <source>{name} is no style.</source>
      <extracomment>sentences</extracomment>
      <translation>{name}은(는) 스타일이 아닙니다.</translation>
    </message>
    <message>
      <source>Choose a file that was exported as a style.</source>
      <extracomment>sentences</extracomment>
      <translation>스타일로 내보낸 파일을 고르세요.</translation>
    </message>
    <message>
      <source>“{name}” is a {TITLES} file, which knows no regions: it counts where its word is written.</source>
      <extracomment>sentences</extracomment>
      <translation>“{name}”은(는) 영역을 모르는 {TITLES} 파일입니다. 그 낱말이 적힌 곳에서 작용합니다.</translation>
    </message>
    <message>
      <source>Leave the regions out, and write its word in their prompts only.</source>
      <extracomment>sentences</extracomment>
      <translation>영역을 빼고, 그 낱말을 영역의 프롬프트에만 적으세요.</translation>
    </message>
    <message>
      <source>The concept would stop counting before it begins.</source>
      <extracomment>sentences</extracomment>
      <translation>개념이 시작하기 전에 그칩니다.</translation>
    </message>
    <message>
      <source>Make it larger than warm_up, or leave it open.</source>
      <extracomment>sentences</extracomment>
      <translation>warm_up보다 크게 하거나 비워 두세요.</translation>
    </message>
    <message>
      <source>No word is chosen.</source>
      <extracomment>sentences</extracomment>
      <translation>고른 낱말이 없습니다.</translation>
    </message>
    <message>
      <source>Choose at least one of the prompt.</source>
      <extracomment>sentences</extracomment>
      <translation>프롬프트에서 하나 이상 고르세요.</translation>
    </message>
    <message>
      <source>It ends before it starts.</source>
      <extracomment>sentences</extracomment>
      <translation>시작하기 전에 끝납니다.</translation>
    </message>
    <message>
      <source>Give a later end.</source>
      <extracomment>sentences</extracomment>
      <translation>더 늦은 끝을 주세요.</translation>
    </message>
    <message>
      <source>ControlNets of {title} know no balance: both sides count alike.</source>
      <extracomment>sentences</extracomment>
      <translation>{title}의 ControlNet에는 균형이 없습니다. 양쪽이 똑같이 작용합니다.</translation>
    </message>
    <message>
      <source>A picture has one depth.</source>
      <extracomment>sentences</extracomment>
      <translation>그림의 깊이는 하나입니다.</translation>
    </message>
    <message>
      <source>No model was trained both for depth and for instructions.</source>
      <extracomment>sentences</extracomment>
      <translation>깊이와 지시를 함께 배운 모델은 없습니다.</translation>
    </message>
    <message>
      <source>The picture's depth cannot be estimated: the model has no folder depth_estimator, and no depth estimator (DPT or Depth Anything) was found among the models.</source>
      <extracomment>sentences</extracomment>
      <translation>그림의 깊이를 추정할 수 없습니다. 모델에 depth_estimator 폴더가 없고, 모델 가운데 깊이 추정 모델(DPT나 Depth Anything)도 없습니다.</translation>
    </message>
    <message>
      <source>Put one there, or give or paint a depth map.</source>
      <extracomment>sentences</extracomment>
      <translation>그곳에 하나를 넣거나, 깊이 맵을 주거나 그리세요.</translation>
    </message>
    <message>
      <source>There is neither a depth map nor a picture whose depth could be estimated.</source>
      <extracomment>sentences</extracomment>
      <translation>깊이 맵도, 깊이를 추정할 그림도 없습니다.</translation>
    </message>
    <message>
      <source>Give one of the two.</source>
      <extracomment>sentences</extracomment>
      <translation>둘 중 하나를 주세요.</translation>
    </message>
    <message>
      <source>It is the same as what is there.</source>
      <extracomment>sentences</extracomment>
      <translation>지금 있는 것과 같습니다.</translation>
    </message>
    <message>
      <source>Change it.</source>
      <extracomment>sentences</extracomment>
      <translation>바꾸세요.</translation>
    </message>
    <message>
      <source>Nothing in the picture differs between “{source_words}” and “{target_words}”.</source>
      <extracomment>sentences</extracomment>
      <translation>그림에서 “{source_words}”와(과) “{target_words}”의 차이가 나는 곳이 없습니다.</translation>
    </message>
    <message>
      <source>Lower the threshold, say it in other words, or paint a mask.</source>
      <extracomment>sentences</extracomment>
      <translation>문턱값을 낮추거나, 다른 말로 적거나, 마스크를 칠하세요.</translation>
    </message>
    <message>
      <source>Write both instructions into one.</source>
      <extracomment>sentences</extracomment>
      <translation>두 지시를 하나로 적으세요.</translation>
    </message>
    <message>
      <source>There is neither an instruction nor a prompt.</source>
      <extracomment>sentences</extracomment>
      <translation>지시도 프롬프트도 없습니다.</translation>
    </message>
    <message>
      <source>Write what is to be done to the picture.</source>
      <extracomment>sentences</extracomment>
      <translation>그림에 무엇을 할지 적으세요.</translation>
    </message>
    <message>
      <source>“{prompt}” changes nothing in the picture.</source>
      <extracomment>sentences</extracomment>
      <translation>“{prompt}”(으)로는 그림에서 바뀌는 것이 없습니다.</translation>
    </message>
    <message>
      <source>Say it in other words, or lower the threshold.</source>
      <extracomment>sentences</extracomment>
      <translation>다른 말로 적거나 문턱값을 낮추세요.</translation>
    </message>
    <message>
      <source>{title} does not find what an instruction is about: all of the picture could change. Paint a mask to keep the rest.</source>
      <extracomment>sentences</extracomment>
      <translation>{title}은(는) 지시와 관련된 곳을 찾지 못하므로 그림 전체가 바뀔 수 있습니다. 나머지를 지키려면 마스크를 칠하세요.</translation>
    </message>
    <message>
      <source>Both turn the picture into noise, each in its own way.</source>
      <extracomment>sentences</extracomment>
      <translation>둘 다 그림을 저마다의 방식으로 노이즈로 바꿉니다.</translation>
    </message>
    <message>
      <source>Once is enough: the picture comes back exactly.</source>
      <extracomment>sentences</extracomment>
      <translation>한 번이면 됩니다. 그림이 정확히 돌아옵니다.</translation>
    </message>
    <message>
      <source>What is undone for the picture's sake would be the instruction.</source>
      <extracomment>sentences</extracomment>
      <translation>그림을 위해 되돌린 것이 지시가 됩니다.</translation>
    </message>
    <message>
      <source>It needs the prediction of the negative prompt in every step.</source>
      <extracomment>sentences</extracomment>
      <translation>모든 단계에서 네거티브 프롬프트의 예측이 필요합니다.</translation>
    </message>
    <message>
      <source>Once is enough: set where it begins and ends.</source>
      <extracomment>sentences</extracomment>
      <translation>한 번이면 됩니다. 시작과 끝을 정하세요.</translation>
    </message>
    <message>
      <source>A correction is too long: “{text}…”.</source>
      <extracomment>sentences</extracomment>
      <translation>고칠 말이 너무 깁니다: “{text}…”.</translation>
    </message>
    <message>
      <source>Say what is to be corrected in a few words.</source>
      <extracomment>sentences</extracomment>
      <translation>고칠 것을 몇 낱말로 적으세요.</translation>
    </message>
    <message>
      <source>Windows of {window} px would leave gaps.</source>
      <extracomment>sentences</extracomment>
      <translation>{window} px의 창이면 틈이 생깁니다.</translation>
    </message>
    <message>
      <source>Use a stride that is not above the window.</source>
      <extracomment>sentences</extracomment>
      <translation>간격을 창보다 크지 않게 하세요.</translation>
    </message>
    <message>
      <source>A mask repaints a part of the picture, which has no opposite edge.</source>
      <extracomment>sentences</extracomment>
      <translation>마스크는 그림의 일부만 다시 그리므로 맞은편 가장자리가 없습니다.</translation>
    </message>
    <message>
      <source>Switch it off, or take the mask out.</source>
      <extracomment>sentences</extracomment>
      <translation>끄거나 마스크를 빼세요.</translation>
    </message>
    <message>
      <source>A picture of {size} px has edges that cannot meet.</source>
      <extracomment>sentences</extracomment>
      <translation>{size} px의 그림은 가장자리가 만날 수 없습니다.</translation>
    </message>
    <message>
      <source>Use a size in multiples of {LATENT} px.</source>
      <extracomment>sentences</extracomment>
      <translation>{LATENT} px의 배수인 크기를 쓰세요.</translation>
    </message>
    <message>
      <source>Once is enough: make its scale larger.</source>
      <extracomment>sentences</extracomment>
      <translation>한 번이면 됩니다. 강도를 높이세요.</translation>
    </message>
    <message>
      <source>The language model “{title}” cannot be used, so the built-in sentences are. {problems}</source>
      <extracomment>sentences</extracomment>
      <translation>언어 모델 “{title}”을(를) 쓸 수 없어 내장 문장을 씁니다. {problems}</translation>
    </message>
    <message>
      <source>No language model was found, so the built-in sentences are used. {where_to_put}</source>
      <extracomment>sentences</extracomment>
      <translation>언어 모델을 찾지 못해 내장 문장을 씁니다. {where_to_put}</translation>
    </message>
    <message>
      <source>There is no word in it.</source>
      <extracomment>sentences</extracomment>
      <translation>안에 낱말이 없습니다.</translation>
    </message>
    <message>
      <source>Write what the thing is.</source>
      <extracomment>sentences</extracomment>
      <translation>그것이 무엇인지 적으세요.</translation>
    </message>
    <message>
      <source>Of what the language model “{title}” said, {len} sentences about “{thing}” are of use; built-in ones were added.</source>
      <extracomment>sentences</extracomment>
      <translation>언어 모델 “{title}”이(가) 말한 것 중 “{thing}”에 대한 문장 {len}개를 쓸 수 있어, 내장 문장을 더했습니다.</translation>
    </message>
    <message>
      <source>Which blocks of {title} see style or composition is not known: everything of the picture counts.</source>
      <extracomment>sentences</extracomment>
      <translation>{title}의 어떤 블록이 화풍이나 구도를 보는지 알려지지 않아 그림의 모든 것이 작용합니다.</translation>
    </message>
    <message>
      <source>The mask is empty: the picture would count nowhere.</source>
      <extracomment>sentences</extracomment>
      <translation>마스크가 비어 있어 그림이 아무 데도 작용하지 않습니다.</translation>
    </message>
    <message>
      <source>Paint white where it is to count, or leave the mask out.</source>
      <extracomment>sentences</extracomment>
      <translation>작용할 곳을 하얗게 칠하거나 마스크를 빼세요.</translation>
    </message>
    <message>
      <source>All concepts belong into one list.</source>
      <extracomment>sentences</extracomment>
      <translation>모든 개념은 한 목록에 넣으세요.</translation>
    </message>
    <message>
      <source>Once is enough: have it reuse for more steps.</source>
      <extracomment>sentences</extracomment>
      <translation>한 번이면 됩니다. 더 많은 단계에 다시 쓰게 하세요.</translation>
    </message>
    <message>
      <source>The T2I-Adapter “{title}” wants maps of {channels} channels.</source>
      <extracomment>sentences</extracomment>
      <translation>T2I-Adapter “{title}”은(는) {channels}채널의 맵이 필요합니다.</translation>
    </message>
    <message>
      <source>Choose one that takes pictures in grey or in colours.</source>
      <extracomment>sentences</extracomment>
      <translation>흑백이나 색 그림을 받는 것을 고르세요.</translation>
    </message>
    <message>
      <source>No prompt has the word that “{name}” teaches: write {some}.</source>
      <extracomment>sentences</extracomment>
      <translation>“{name}”이(가) 가르치는 낱말이 어떤 프롬프트에도 없습니다. {some}을(를) 적으세요.</translation>
    </message>
    <message>
      <source>Once is enough: have it merge more.</source>
      <extracomment>sentences</extracomment>
      <translation>한 번이면 됩니다. 더 많이 병합하게 하세요.</translation>
    </message>
    <message>
      <source>the one before it is taken</source>
      <extracomment>sentences</extracomment>
      <translation>그 앞의 것을 씁니다</translation>
    </message>
    <message>
      <source>there is none before it, so it begins anew</source>
      <extracomment>sentences</extracomment>
      <translation>앞의 것이 없어 처음부터 시작합니다</translation>
    </message>
    <message>
      <source>it was made by another version of the program</source>
      <extracomment>sentences</extracomment>
      <translation>다른 버전의 프로그램이 만들었습니다</translation>
    </message>
    <message>
      <source>{STATE} is not as it was written</source>
      <extracomment>sentences</extracomment>
      <translation>{STATE}이(가) 기록된 그대로가 아닙니다</translation>
    </message>
    <message>
      <source>“{name}” holds the training of another plan or model.</source>
      <extracomment>sentences</extracomment>
      <translation>“{name}”에는 다른 계획이나 모델의 학습이 들어 있습니다.</translation>
    </message>
    <message>
      <source>Choose another folder, or take the old training away.</source>
      <extracomment>sentences</extracomment>
      <translation>다른 폴더를 고르거나 옛 학습을 치우세요.</translation>
    </message>
    <message>
      <source>{name} is not as it was written</source>
      <extracomment>sentences</extracomment>
      <translation>{name}이(가) 쓰인 것과 다릅니다</translation>
    </message>
    <message>
      <source>not all of it is there</source>
      <extracomment>sentences</extracomment>
      <translation>전부가 있지 않습니다</translation>
    </message>
    <message>
      <source>The checkpoint of step {step_of} is damaged ({rstrip}): the one before it is taken.</source>
      <extracomment>sentences</extracomment>
      <translation>{step_of}단계의 체크포인트가 망가졌습니다({rstrip}): 그 앞의 것을 씁니다.</translation>
    </message>
    <message>
      <source>The captions of {listed} do not have the word “{word}” in them.</source>
      <extracomment>sentences</extracomment>
      <translation>{listed}의 캡션에 “{word}” 낱말이 없습니다.</translation>
    </message>
    <message>
      <source>The caption of {listed} does not have the word “{word}” in it.</source>
      <extracomment>sentences</extracomment>
      <translation>{listed}의 캡션에 “{word}” 낱말이 없습니다.</translation>
    </message>
    <message>
      <source>“{name}” is not text in UTF-8. Type the caption again.</source>
      <extracomment>sentences</extracomment>
      <translation>“{name}”은(는) UTF-8 글이 아닙니다. 캡션을 다시 적으세요.</translation>
    </message>
    <message>
      <source>“{name}” is there already, as “{name_}”.</source>
      <extracomment>sentences</extracomment>
      <translation>“{name}”은(는) “{name_}”(으)로 이미 있습니다.</translation>
    </message>
    <message>
      <source>There is no picture in “{name}”.</source>
      <extracomment>sentences</extracomment>
      <translation>“{name}”에 그림이 없습니다.</translation>
    </message>
    <message>
      <source>Choose another folder.</source>
      <extracomment>sentences</extracomment>
      <translation>다른 폴더를 고르세요.</translation>
    </message>
    <message>
      <source>{count} files were not added.</source>
      <extracomment>sentences</extracomment>
      <translation>파일 {count}개를 추가하지 못했습니다.</translation>
    </message>
    <message>
      <source>{len} more have other reasons.</source>
      <extracomment>sentences</extracomment>
      <translation>{len}개는 다른 까닭이 있습니다.</translation>
    </message>
    <message>
      <source>{len} of the pictures are there already.</source>
      <extracomment>sentences</extracomment>
      <translation>그림 {len}장은 이미 있습니다.</translation>
    </message>
    <message>
      <source>“{name}” is not text in UTF-8.</source>
      <extracomment>sentences</extracomment>
      <translation>“{name}”은(는) UTF-8 글이 아닙니다.</translation>
    </message>
    <message>
      <source>Type the caption.</source>
      <extracomment>sentences</extracomment>
      <translation>캡션을 적으세요.</translation>
    </message>
    <message>
      <source>Check who may write to its folder.</source>
      <extracomment>sentences</extracomment>
      <translation>그 폴더에 누가 쓸 수 있는지 확인하세요.</translation>
    </message>
    <message>
      <source>Its mask had another size and has been scaled to the picture's.</source>
      <extracomment>sentences</extracomment>
      <translation>마스크의 크기가 달라 그림에 맞췄습니다.</translation>
    </message>
    <message>
      <source>“{name}” is not there any more.</source>
      <extracomment>sentences</extracomment>
      <translation>“{name}”이(가) 이제 없습니다.</translation>
    </message>
    <message>
      <source>Add the picture again.</source>
      <extracomment>sentences</extracomment>
      <translation>그림을 다시 추가하세요.</translation>
    </message>
    <message>
      <source>{cause} All of the picture is taken instead.</source>
      <extracomment>sentences</extracomment>
      <translation>{cause} 대신 그림 전체를 씁니다.</translation>
    </message>
    <message>
      <source>{cause} Nothing is marked instead.</source>
      <extracomment>sentences</extracomment>
      <translation>{cause} 대신 아무것도 표시하지 않습니다.</translation>
    </message>
    <message>
      <source>was not saved</source>
      <extracomment>sentences</extracomment>
      <translation>저장되지 않았습니다</translation>
    </message>
    <message>
      <source>could not be moved to the removed ones</source>
      <extracomment>sentences</extracomment>
      <translation>치운 것들로 옮기지 못했습니다</translation>
    </message>
    <message>
      <source>Save it somewhere else</source>
      <extracomment>sentences</extracomment>
      <translation>다른 곳에 저장하세요</translation>
    </message>
    <message>
      <source>{title} cannot teach the model “{title_}” ({family}, {in_channels} input channels).</source>
      <extracomment>sentences</extracomment>
      <translation>{title}(으)로는 “{title_}” 모델({family}, 입력 {in_channels}채널)을 가르칠 수 없습니다.</translation>
    </message>
    <message>
      <source>It teaches {join} with {join_} input channels.</source>
      <extracomment>sentences</extracomment>
      <translation>{join_}채널을 받는 {join} 모델을 가르칩니다.</translation>
    </message>
    <message>
      <source>“{stem}.txt” beside it</source>
      <extracomment>sentences</extracomment>
      <translation>옆에 있는 “{stem}.txt”</translation>
    </message>
    <message>
      <source>The picture “{name}” has no caption, {why}.</source>
      <extracomment>sentences</extracomment>
      <translation>“{name}” 그림에 캡션이 없습니다({why}).</translation>
    </message>
    <message>
      <source>Write one into {place}, or give a caption for all.</source>
      <extracomment>sentences</extracomment>
      <translation>{place}에 적거나, 모두에 쓸 캡션을 주세요.</translation>
    </message>
    <message>
      <source>“{name}” is no part of “{name_}”, which is {size} px.</source>
      <extracomment>sentences</extracomment>
      <translation>“{name}”은(는) {size} px인 “{name_}”의 일부가 아닙니다.</translation>
    </message>
    <message>
      <source>It is [x, y, width, height], whole pixels inside the picture.</source>
      <extracomment>sentences</extracomment>
      <translation>[x, y, 너비, 높이]를 그림 안의 정수 픽셀로 쓰세요.</translation>
    </message>
    <message>
      <source>Put pictures there ({join}).</source>
      <extracomment>sentences</extracomment>
      <translation>그림을 그곳에 넣으세요({join}).</translation>
    </message>
    <message>
      <source>“{name}” has no partner in “{name_}”.</source>
      <extracomment>sentences</extracomment>
      <translation>“{name}”의 짝이 “{name_}”에 없습니다.</translation>
    </message>
    <message>
      <source>Partners have the same name, whatever their ending: put it there, or take the picture away.</source>
      <extracomment>sentences</extracomment>
      <translation>짝은 확장자와 상관없이 이름이 같습니다. 그곳에 넣거나 그림을 치우세요.</translation>
    </message>
    <message>
      <source>“{name}” has no partner ({name_}).</source>
      <extracomment>sentences</extracomment>
      <translation>“{name}”의 짝이 없습니다({name_}).</translation>
    </message>
    <message>
      <source>Name the folder where it is, or list both in “{FILE}”: “{NAME}” and “{name}_{NAME_}”.</source>
      <extracomment>sentences</extracomment>
      <translation>짝이 있는 폴더를 정하거나, 둘 다 “{FILE}”에 적으세요: “{NAME}”, “{name}_{NAME_}”.</translation>
    </message>
    <message>
      <source>“{name}” is {size} px and “{name_}” {wanted} px.</source>
      <extracomment>sentences</extracomment>
      <translation>“{name}”은(는) {size} px, “{name_}”은(는) {wanted} px입니다.</translation>
    </message>
    <message>
      <source>Both must have the same size: scale one of them in another program.</source>
      <extracomment>sentences</extracomment>
      <translation>둘의 크기가 같아야 합니다. 다른 프로그램에서 하나를 맞추세요.</translation>
    </message>
    <message>
      <source>and the caption for all has {} in it</source>
      <extracomment>sentences</extracomment>
      <translation>모두에 쓸 캡션에는 {}가 들어 있습니다</translation>
    </message>
    <message>
      <source>The caption of “{name}” does not have the word “{word}” in it: “{caption}”.</source>
      <extracomment>sentences</extracomment>
      <translation>“{name}”의 캡션에 “{word}” 낱말이 없습니다: “{caption}”.</translation>
    </message>
    <message>
      <source>Write the word into every caption, or take the captions away.</source>
      <extracomment>sentences</extracomment>
      <translation>모든 캡션에 그 낱말을 적거나, 캡션을 치우세요.</translation>
    </message>
    <message>
      <source>Save it again as UTF-8.</source>
      <extracomment>sentences</extracomment>
      <translation>UTF-8로 다시 저장하세요.</translation>
    </message>
    <message>
      <source>There is no folder “{name}”.</source>
      <extracomment>sentences</extracomment>
      <translation>“{name}” 폴더가 없습니다.</translation>
    </message>
    <message>
      <source>no file</source>
      <extracomment>sentences</extracomment>
      <translation>파일이 없습니다</translation>
    </message>
    <message>
      <source>no folder</source>
      <extracomment>sentences</extracomment>
      <translation>폴더가 없습니다</translation>
    </message>
    <message>
      <source>and there is no caption for all</source>
      <extracomment>sentences</extracomment>
      <translation>모두에 쓸 캡션이 없습니다</translation>
    </message>
    <message>
      <source>Learn from smaller pictures or fewer at a time (“resolution”, “batch”), switch “gradient_checkpointing” on, or close other programs.</source>
      <extracomment>sentences</extracomment>
      <translation>더 작은 그림이나 더 적은 수로 배우거나(“resolution”, “batch”), “gradient_checkpointing”을 켜거나, 다른 프로그램을 닫으세요.</translation>
    </message>
    <message>
      <source>There is too little room on the disk: {needed} GB are needed in “{name}”, and {free} GB are free.</source>
      <extracomment>sentences</extracomment>
      <translation>디스크의 자리가 모자랍니다. “{name}”에 {needed} GB가 필요한데 {free} GB가 비어 있습니다.</translation>
    </message>
    <message>
      <source>Make room, or train in a folder on another disk.</source>
      <extracomment>sentences</extracomment>
      <translation>자리를 만들거나, 다른 디스크의 폴더에서 학습하세요.</translation>
    </message>
    <message>
      <source>The loss is no number any more, at step {step}.</source>
      <extracomment>sentences</extracomment>
      <translation>{step}단계에서 손실이 수가 아니게 되었습니다.</translation>
    </message>
    <message>
      <source>Learn more slowly (“learning_rate”), or in 32 bits (“precision”). The last checkpoint is as it was.</source>
      <extracomment>sentences</extracomment>
      <translation>더 천천히(“learning_rate”), 또는 32비트로(“precision”) 배우세요. 마지막 체크포인트는 그대로입니다.</translation>
    </message>
    <message>
      <source>The pictures are others than when it was interrupted: it goes on with those that are there now.</source>
      <extracomment>sentences</extracomment>
      <translation>멈췄을 때와 그림이 다릅니다. 지금 있는 그림으로 이어 갑니다.</translation>
    </message>
    <message>
      <source>Maps of the kind “{map}” cannot be mirrored: their colours tell left from right.</source>
      <extracomment>sentences</extracomment>
      <translation>“{map}” 종류의 맵은 뒤집을 수 없습니다. 색이 왼쪽과 오른쪽을 나타냅니다.</translation>
    </message>
    <message>
      <source>Switch it off.</source>
      <extracomment>sentences</extracomment>
      <translation>끄세요.</translation>
    </message>
    <message>
      <source>Maps of the kind “{map}” are made by a network, which takes too long in a training.</source>
      <extracomment>sentences</extracomment>
      <translation>“{map}” 종류의 맵은 네트워크가 만들어 학습 중에는 너무 오래 걸립니다.</translation>
    </message>
    <message>
      <source>Make them before (“underpaint control”), and name their folder (“maps_folder”).</source>
      <extracomment>sentences</extracomment>
      <translation>미리 만들어(“underpaint control”) 그 폴더를 정하세요(“maps_folder”).</translation>
    </message>
    <message>
      <source>“{name}” is no folder of a {title}.</source>
      <extracomment>sentences</extracomment>
      <translation>“{name}”은(는) {title}의 폴더가 아닙니다.</translation>
    </message>
    <message>
      <source>Choose the folder with its config.json, or leave it open to begin anew.</source>
      <extracomment>sentences</extracomment>
      <translation>config.json이 있는 폴더를 고르거나, 처음부터 하려면 비워 두세요.</translation>
    </message>
    <message>
      <source>The {title} “{title_}” is one for several kinds of maps, which is not taught here.</source>
      <extracomment>sentences</extracomment>
      <translation>{title} “{title_}”은(는) 여러 종류의 맵을 위한 것이라 여기서 더 가르칠 수 없습니다.</translation>
    </message>
    <message>
      <source>Begin from one for a single kind, or leave it open to begin anew.</source>
      <extracomment>sentences</extracomment>
      <translation>한 종류만을 위한 것으로 시작하거나, 처음부터 하려면 비워 두세요.</translation>
    </message>
    <message>
      <source>The {title} “{title_}” does not fit the model “{title__}”. {reason}</source>
      <extracomment>sentences</extracomment>
      <translation>{title} “{title_}”은(는) “{title__}” 모델에 맞지 않습니다. {reason}</translation>
    </message>
    <message>
      <source>Begin from one that was taught on this model, or leave it open to begin anew.</source>
      <extracomment>sentences</extracomment>
      <translation>이 모델에서 배운 것으로 시작하거나, 처음부터 하려면 비워 두세요.</translation>
    </message>
    <message>
      <source>Name their folder (“maps_folder”).</source>
      <extracomment>sentences</extracomment>
      <translation>그 폴더를 정하세요(“maps_folder”).</translation>
    </message>
    <message>
      <source>“{FILE}” lists no picture.</source>
      <extracomment>sentences</extracomment>
      <translation>“{FILE}”에 그림이 없습니다.</translation>
    </message>
    <message>
      <source>Write a line for each.</source>
      <extracomment>sentences</extracomment>
      <translation>그림마다 한 줄씩 적으세요.</translation>
    </message>
    <message>
      <source>Write {"{NAME}": "toy.png", "text": "a toy"}.</source>
      <extracomment>sentences</extracomment>
      <translation>{"{NAME}": "toy.png", "text": "a toy"} 꼴로 적으세요.</translation>
    </message>
    <message>
      <source>Line {number} of “{FILE}” names no picture.</source>
      <extracomment>sentences</extracomment>
      <translation>“{FILE}”의 {number}번째 줄에 그림이 없습니다.</translation>
    </message>
    <message>
      <source>Add “{NAME}” to it.</source>
      <extracomment>sentences</extracomment>
      <translation>“{NAME}”을(를) 더하세요.</translation>
    </message>
    <message>
      <source>Line {number} of “{FILE}”: “{key}” is {told}, which is not a text.</source>
      <extracomment>sentences</extracomment>
      <translation>“{FILE}”의 {number}번째 줄: “{key}”이(가) 글이 아니라 {told}입니다.</translation>
    </message>
    <message>
      <source>Put “{FILE}” there, or choose where captions are otherwise.</source>
      <extracomment>sentences</extracomment>
      <translation>“{FILE}”을(를) 그곳에 넣거나, 캡션이 다른 데 있다고 정하세요.</translation>
    </message>
    <message>
      <source>“{FILE}” is not text in UTF-8.</source>
      <extracomment>sentences</extracomment>
      <translation>“{FILE}”은(는) UTF-8 글이 아닙니다.</translation>
    </message>
    <message>
      <source>Save it as UTF-8.</source>
      <extracomment>sentences</extracomment>
      <translation>UTF-8로 저장하세요.</translation>
    </message>
    <message>
      <source>“{name}” is of another form ({join}).</source>
      <extracomment>sentences</extracomment>
      <translation>“{name}”은(는) 구조가 다릅니다({join}).</translation>
    </message>
    <message>
      <source>Begin from one that was taught on this model, or anew.</source>
      <extracomment>sentences</extracomment>
      <translation>이 모델에서 배운 것으로 시작하거나, 처음부터 하세요.</translation>
    </message>
    <message>
      <source>There is no trainer {told}.</source>
      <extracomment>sentences</extracomment>
      <translation>{told} 학습기가 없습니다.</translation>
    </message>
    <message>
      <source>“{title}” is a model in one file, and only those in folders can be taught yet.</source>
      <extracomment>sentences</extracomment>
      <translation>“{title}”은(는) 파일 하나로 된 모델인데, 아직은 폴더로 된 것만 가르칠 수 있습니다.</translation>
    </message>
    <message>
      <source>Choose one that is a folder as diffusers saves it.</source>
      <extracomment>sentences</extracomment>
      <translation>diffusers가 저장한 폴더로 된 모델을 고르세요.</translation>
    </message>
    <message>
      <source>The model knows the word “{word}” already.</source>
      <extracomment>sentences</extracomment>
      <translation>모델이 “{word}” 낱말을 이미 압니다.</translation>
    </message>
    <message>
      <source>Choose one that it does not know, such as “&lt;my-{strip}&gt;”.</source>
      <extracomment>sentences</extracomment>
      <translation>“&lt;my-{strip}&gt;”처럼 모델이 모르는 낱말을 고르세요.</translation>
    </message>
    <message>
      <source>{told} is much smaller than the {side} px at which the model learns, and would teach it blur.</source>
      <extracomment>sentences</extracomment>
      <translation>{told}은(는) 모델이 배우는 {side} px보다 훨씬 작아 흐림을 가르치게 됩니다.</translation>
    </message>
    <message>
      <source>{told} are much smaller than the {side} px at which the model learns, and would teach it blur.</source>
      <extracomment>sentences</extracomment>
      <translation>{told}은(는) 모델이 배우는 {side} px보다 훨씬 작아 흐림을 가르치게 됩니다.</translation>
    </message>
    <message>
      <source>There {count} in “{name}”; it learns better from {enough} or more.</source>
      <extracomment>sentences</extracomment>
      <translation>“{name}”에 그림이 적습니다({count}). {enough}장 이상이면 더 잘 배웁니다.</translation>
    </message>
    <message>
      <source>{names} are the same picture: it would be learned by heart.</source>
      <extracomment>sentences</extracomment>
      <translation>{names}은(는) 같은 그림이라 통째로 외우게 됩니다.</translation>
    </message>
    <message>
      <source>Two concepts are called “{word}”.</source>
      <extracomment>sentences</extracomment>
      <translation>“{word}”이라는 개념이 둘입니다.</translation>
    </message>
    <message>
      <source>Give each a word of its own.</source>
      <extracomment>sentences</extracomment>
      <translation>저마다의 낱말을 주세요.</translation>
    </message>
    <message>
      <source>Without a class there is nothing to be remembered.</source>
      <extracomment>sentences</extracomment>
      <translation>종류가 없으면 기억해 둘 것이 없습니다.</translation>
    </message>
    <message>
      <source>Say what kind of thing it is, or set “prior_weight” to 0.</source>
      <extracomment>sentences</extracomment>
      <translation>어떤 종류의 것인지 적거나, “prior_weight”를 0으로 하세요.</translation>
    </message>
    <message>
      <source>Some pictures have masks and some do not.</source>
      <extracomment>sentences</extracomment>
      <translation>마스크가 있는 그림도 있고 없는 그림도 있습니다.</translation>
    </message>
    <message>
      <source>Give all of them masks (“masks_folder”), or none.</source>
      <extracomment>sentences</extracomment>
      <translation>모두에 마스크를 주거나(“masks_folder”) 아무것에도 주지 마세요.</translation>
    </message>
    <message>
      <source>There is no T2I-Adapter of the form of the model “{title}”, whose UNet has {len} levels and does not attend to words in the first.</source>
      <extracomment>sentences</extracomment>
      <translation>“{title}” 모델 구조의 T2I-Adapter는 없습니다. UNet이 {len}단계이고 첫 단계에서 낱말을 보지 않습니다.</translation>
    </message>
    <message>
      <source>Teach another model, or a ControlNet.</source>
      <extracomment>sentences</extracomment>
      <translation>다른 모델을 가르치거나 ControlNet을 고르세요.</translation>
    </message>
    <message>
      <source>How many times as wide and high.</source>
      <extracomment>sentences</extracomment>
      <translation>너비와 높이를 몇 배로 할지입니다.</translation>
    </message>
    <message>
      <source>“lanczos”, or the id of an upscaling network among the models.</source>
      <extracomment>sentences</extracomment>
      <translation>“lanczos” 또는 모델 가운데 확대 네트워크의 ID입니다.</translation>
    </message>
    <message>
      <source>How far the model paints over the larger picture, tile by tile: 0 not at all, 0.2 to 0.4 adds detail and keeps what is there.</source>
      <extracomment>sentences</extracomment>
      <translation>모델이 커진 그림을 타일마다 얼마나 덧그릴지입니다. 0은 전혀, 0.2~0.4는 있는 것을 지키며 세부를 더합니다.</translation>
    </message>
    <message>
      <source>The picture would become {target} px; {longest} px a side are the most.</source>
      <extracomment>sentences</extracomment>
      <translation>그림이 {target} px이 됩니다. 한 변이 최대 {longest} px입니다.</translation>
    </message>
    <message>
      <source>Make it less large.</source>
      <extracomment>sentences</extracomment>
      <translation>덜 크게 하세요.</translation>
    </message>
    <message>
      <source>In place of the factor.</source>
      <extracomment>sentences</extracomment>
      <translation>배율 대신 씁니다.</translation>
    </message>
    <message>
      <source>In place of the factor. One of the two alone keeps the proportions.</source>
      <extracomment>sentences</extracomment>
      <translation>배율 대신 씁니다. 둘 중 하나만 주면 비율이 지켜집니다.</translation>
    </message>
    <message>
      <source>“{text}” at character {start} has no partner and is read as it stands.</source>
      <extracomment>sentences</extracomment>
      <translation>{start}번째 글자의 “{text}”은(는) 짝이 없어 그대로 읽습니다.</translation>
    </message>
    <message>
      <source>So are {_TOLD} more brackets.</source>
      <extracomment>sentences</extracomment>
      <translation>괄호 {_TOLD}개도 그렇습니다.</translation>
    </message>
    <message>
      <source>“[{inside}” switches nothing in the middle of the steps: all of it counts a little less.</source>
      <extracomment>sentences</extracomment>
      <translation>“[{inside}”은(는) 단계 중간에 바꾸지 않고, 모두가 조금 덜 작용합니다.</translation>
    </message>
    <message>
      <source>AND between brackets is read as the word “and”.</source>
      <extracomment>sentences</extracomment>
      <translation>괄호 안의 AND는 “and” 낱말로 읽습니다.</translation>
    </message>
    <message>
      <source>A weight beyond {MOST} was brought down to it.</source>
      <extracomment>sentences</extracomment>
      <translation>{MOST}을(를) 넘는 가중치를 그만큼으로 줄였습니다.</translation>
    </message>
    <message>
      <source>There is no memory left to select that.</source>
      <extracomment>sentences</extracomment>
      <translation>그것을 선택할 메모리가 없습니다.</translation>
    </message>
    <message>
      <source>Select a smaller part.</source>
      <extracomment>sentences</extracomment>
      <translation>더 작은 부분을 선택하세요.</translation>
    </message>
    <message>
      <source>There is no memory left for that.</source>
      <extracomment>sentences</extracomment>
      <translation>그것을 할 메모리가 없습니다.</translation>
    </message>
    <message>
      <source>Choose one in the layer list, or add one.</source>
      <extracomment>sentences</extracomment>
      <translation>레이어 목록에서 하나를 고르거나 추가하세요.</translation>
    </message>
    <message>
      <source>The shape lies off the canvas.</source>
      <extracomment>sentences</extracomment>
      <translation>도형이 캔버스 밖에 있습니다.</translation>
    </message>
    <message>
      <source>Draw it on the canvas.</source>
      <extracomment>sentences</extracomment>
      <translation>캔버스 위에 그리세요.</translation>
    </message>
    <message>
      <source>The text lies off the canvas.</source>
      <extracomment>sentences</extracomment>
      <translation>글자가 캔버스 밖에 있습니다.</translation>
    </message>
    <message>
      <source>Put it on the canvas.</source>
      <extracomment>sentences</extracomment>
      <translation>캔버스 위에 놓으세요.</translation>
    </message>
    <message>
      <source>Columns and rows are both {title}.</source>
      <extracomment>sentences</extracomment>
      <translation>열과 행이 둘 다 {title}입니다.</translation>
    </message>
    <message>
      <source>Choose two things.</source>
      <extracomment>sentences</extracomment>
      <translation>두 가지를 고르세요.</translation>
    </message>
    <message>
      <source>“{name}” cannot be shown.</source>
      <extracomment>sentences</extracomment>
      <translation>“{name}”을(를) 보여 줄 수 없습니다.</translation>
    </message>
    <message>
      <source>This is the address of a picture, not the picture itself.</source>
      <extracomment>sentences</extracomment>
      <translation>그림이 아니라 그림의 주소입니다.</translation>
    </message>
    <message>
      <source>Save the picture first, or copy it and paste it here.</source>
      <extracomment>sentences</extracomment>
      <translation>먼저 그림을 저장하거나, 복사해서 여기에 붙여넣으세요.</translation>
    </message>
    <message>
      <source>Delete it, or repair its file.</source>
      <extracomment>sentences</extracomment>
      <translation>지우거나 파일을 고치세요.</translation>
    </message>
    <message>
      <source>Paints over what is learned. Alt or right button: take away, Shift: straight line.</source>
      <extracomment>sentences</extracomment>
      <translation>배울 곳을 칠합니다. Alt나 오른쪽 단추: 지우기, Shift: 직선.</translation>
    </message>
    <message>
      <source>Drags the part that counts. Arrow keys move it, with Alt they resize it.</source>
      <extracomment>sentences</extracomment>
      <translation>쓸 부분을 끌어 정합니다. 화살표 키로 옮기고, Alt와 함께면 크기를 바꿉니다.</translation>
    </message>
    <message>
      <source>The changes to “{name}” are not applied yet.</source>
      <extracomment>sentences</extracomment>
      <translation>“{name}”의 변경이 아직 적용되지 않았습니다.</translation>
    </message>
    <message>
      <source>Apply or cancel them before you open another picture.</source>
      <extracomment>sentences</extracomment>
      <translation>다른 그림을 열기 전에 적용하거나 취소하세요.</translation>
    </message>
    <message>
      <source>None of the models can be taught this.</source>
      <extracomment>sentences</extracomment>
      <translation>이것을 가르칠 수 있는 모델이 없습니다.</translation>
    </message>
    <message>
      <source>Put one where models are kept, or teach something else.</source>
      <extracomment>sentences</extracomment>
      <translation>모델을 두는 곳에 하나를 넣거나, 다른 것을 가르치세요.</translation>
    </message>
    <message>
      <source>Concept {number} has no pictures yet.</source>
      <extracomment>sentences</extracomment>
      <translation>개념 {number}에 아직 그림이 없습니다.</translation>
    </message>
    <message>
      <source>Drop some above.</source>
      <extracomment>sentences</extracomment>
      <translation>위에 놓으세요.</translation>
    </message>
    <message>
      <source>There are no pictures yet.</source>
      <extracomment>sentences</extracomment>
      <translation>아직 그림이 없습니다.</translation>
    </message>
    <message>
      <source>It lies outside of the canvas.</source>
      <extracomment>sentences</extracomment>
      <translation>캔버스 밖에 있습니다.</translation>
    </message>
    <message>
      <source>Move the layer onto the canvas.</source>
      <extracomment>sentences</extracomment>
      <translation>레이어를 캔버스 위로 옮기세요.</translation>
    </message>
    <message>
      <source>{failed}; the log says why.</source>
      <extracomment>sentences</extracomment>
      <translation>{failed}. 까닭은 로그에 있습니다.</translation>
    </message>
    <message>
      <source>Save, to be safe.</source>
      <extracomment>sentences</extracomment>
      <translation>안전하게 저장하세요.</translation>
    </message>
    <message>
      <source>{failed}: no memory is left.</source>
      <extracomment>sentences</extracomment>
      <translation>{failed}: 남은 메모리가 없습니다.</translation>
    </message>
    <message>
      <source>Check {folder}.</source>
      <extracomment>sentences</extracomment>
      <translation>{folder}을(를) 확인하세요.</translation>
    </message>
    <message>
      <source>There is nothing {what} that could be copied.</source>
      <extracomment>sentences</extracomment>
      <translation>{what} 복사할 것이 없습니다.</translation>
    </message>
    <message>
      <source>Choose another layer, or select something else.</source>
      <extracomment>sentences</extracomment>
      <translation>다른 레이어를 고르거나 다른 것을 선택하세요.</translation>
    </message>
    <message>
      <source>The map “{title}” was not added: its picture was closed meanwhile.</source>
      <extracomment>sentences</extracomment>
      <translation>“{title}” 맵을 추가하지 못했습니다. 그 그림이 그동안 닫혔습니다.</translation>
    </message>
    <message>
      <source>There are no layers in what was copied.</source>
      <extracomment>sentences</extracomment>
      <translation>복사한 것에 레이어가 없습니다.</translation>
    </message>
    <message>
      <source>The layer “{name}” is empty.</source>
      <extracomment>sentences</extracomment>
      <translation>“{name}” 레이어가 비어 있습니다.</translation>
    </message>
    <message>
      <source>Paint on it first.</source>
      <extracomment>sentences</extracomment>
      <translation>먼저 그 위에 그리세요.</translation>
    </message>
    <message>
      <source>“{name}” is hidden or says nothing.</source>
      <extracomment>sentences</extracomment>
      <translation>“{name}”이(가) 숨어 있거나 말이 없습니다.</translation>
    </message>
    <message>
      <source>Show the region and give it words, or choose another one.</source>
      <extracomment>sentences</extracomment>
      <translation>영역을 보이게 하고 말을 적거나, 다른 것을 고르세요.</translation>
    </message>
    <message>
      <source>The recipe's region is not on the canvas.</source>
      <extracomment>sentences</extracomment>
      <translation>레시피의 영역이 캔버스에 없습니다.</translation>
    </message>
    <message>
      <source>Choose another one, or none.</source>
      <extracomment>sentences</extracomment>
      <translation>다른 것을 고르거나 비워 두세요.</translation>
    </message>
    <message>
      <source>Nothing is chosen.</source>
      <extracomment>sentences</extracomment>
      <translation>고른 것이 없습니다.</translation>
    </message>
    <message>
      <source>Choose a layer or a file.</source>
      <extracomment>sentences</extracomment>
      <translation>레이어나 파일을 고르세요.</translation>
    </message>
    <message>
      <source>This version of Underpaint does not have the technique “{id}”.</source>
      <extracomment>sentences</extracomment>
      <translation>이 버전의 Underpaint에는 기법 “{id}”이(가) 없습니다.</translation>
    </message>
    <message>
      <source>Remove it from the list.</source>
      <extracomment>sentences</extracomment>
      <translation>목록에서 없애세요.</translation>
    </message>
    <message>
      <source>No file is chosen.</source>
      <extracomment>sentences</extracomment>
      <translation>고른 파일이 없습니다.</translation>
    </message>
    <message>
      <source>Choose one.</source>
      <extracomment>sentences</extracomment>
      <translation>하나를 고르세요.</translation>
    </message>
    <message>
      <source>This cannot be opened.</source>
      <extracomment>sentences</extracomment>
      <translation>이것은 열 수 없습니다.</translation>
    </message>
    <message>
      <source>This is only the address of a picture, and Underpaint fetches nothing from the internet.</source>
      <extracomment>sentences</extracomment>
      <translation>그림의 주소일 뿐이며, Underpaint는 인터넷에서 아무것도 가져오지 않습니다.</translation>
    </message>
    <message>
      <source>Choose “Copy Image” in the browser and paste it here, or save the picture and drop the file.</source>
      <extracomment>sentences</extracomment>
      <translation>브라우저에서 “이미지 복사”를 골라 여기에 붙여넣거나 그림을 저장해 파일을 놓으세요.</translation>
    </message>
    <message>
      <source>This is no picture.</source>
      <extracomment>sentences</extracomment>
      <translation>그림이 아닙니다.</translation>
    </message>
    <message>
      <source>Copy it in the browser and paste it here.</source>
      <extracomment>sentences</extracomment>
      <translation>브라우저에서 복사해 여기에 붙여넣으세요.</translation>
    </message>
    <message>
      <source>The picture is damaged.</source>
      <extracomment>sentences</extracomment>
      <translation>그림이 손상되었습니다.</translation>
    </message>
    <message>
      <source>Save it in the browser first.</source>
      <extracomment>sentences</extracomment>
      <translation>먼저 브라우저에서 저장하세요.</translation>
    </message>
    <message>
      <source>Pictures cannot be saved as {ending}.</source>
      <extracomment>sentences</extracomment>
      <translation>그림을 {ending}(으)로 저장할 수 없습니다.</translation>
    </message>
    <message>
      <source>Use a name that ends in .png, .jpg, .webp, .avif, .tif or .psd.</source>
      <extracomment>sentences</extracomment>
      <translation>.png, .jpg, .webp, .avif, .tif, .psd로 끝나는 이름을 쓰세요.</translation>
    </message>
    <message>
      <source>Fetching is switched off in the settings.</source>
      <extracomment>sentences</extracomment>
      <translation>설정에서 받기가 꺼져 있습니다.</translation>
    </message>
    <message>
      <source>Set “offline” there to false.</source>
      <extracomment>sentences</extracomment>
      <translation>설정의 “offline”을 false로 하세요.</translation>
    </message>
    <message>
      <source>Only pictures saved by Underpaint do. Drop it on the canvas to use it.</source>
      <extracomment>sentences</extracomment>
      <translation>Underpaint가 저장한 그림에만 있습니다. 쓰려면 캔버스에 놓으세요.</translation>
    </message>
    <message>
      <source>There is nothing to make larger.</source>
      <extracomment>sentences</extracomment>
      <translation>키울 것이 없습니다.</translation>
    </message>
    <message>
      <source>Paint or select something first.</source>
      <extracomment>sentences</extracomment>
      <translation>먼저 무언가를 그리거나 선택하세요.</translation>
    </message>
    <message>
      <source>The document is {size} px now, and the picture was made for {before} px.</source>
      <extracomment>sentences</extracomment>
      <translation>문서는 지금 {size}픽셀인데 그림은 {before}픽셀용으로 만들어졌습니다.</translation>
    </message>
    <message>
      <source>Undo what changed its size, or save the candidate as a file.</source>
      <extracomment>sentences</extracomment>
      <translation>크기를 바꾼 작업을 되돌리거나 후보를 파일로 저장하세요.</translation>
    </message>
    <message>
      <source>in use</source>
      <extracomment>sentences</extracomment>
      <translation>사용 중</translation>
    </message>
    <message>
      <source>kept</source>
      <extracomment>sentences</extracomment>
      <translation>보관됨</translation>
    </message>
    <message>
      <source>“{name}” was not generated.</source>
      <extracomment>sentences</extracomment>
      <translation>“{name}”은(는) 생성한 것이 아닙니다.</translation>
    </message>
    <message>
      <source>Choose a layer that was.</source>
      <extracomment>sentences</extracomment>
      <translation>생성한 레이어를 고르세요.</translation>
    </message>
    <message>
      <source>What it repaints has become too small.</source>
      <extracomment>sentences</extracomment>
      <translation>다시 그릴 부분이 너무 작아졌습니다.</translation>
    </message>
    <message>
      <source>Make the layer larger, or take a new mask.</source>
      <extracomment>sentences</extracomment>
      <translation>레이어를 키우거나 새 마스크를 쓰세요.</translation>
    </message>
    <message>
      <source>What it repaints lies outside of the canvas.</source>
      <extracomment>sentences</extracomment>
      <translation>다시 그릴 것이 캔버스 밖에 있습니다.</translation>
    </message>
    <message>
      <source>The picture is empty.</source>
      <extracomment>sentences</extracomment>
      <translation>그림이 비어 있습니다.</translation>
    </message>
    <message>
      <source>Paint something first.</source>
      <extracomment>sentences</extracomment>
      <translation>먼저 무언가를 그리세요.</translation>
    </message>
    <message>
      <source>The mask lies outside of what the model sees of this picture.</source>
      <extracomment>sentences</extracomment>
      <translation>마스크가 이 그림에서 모델이 보는 곳의 바깥에 있습니다.</translation>
    </message>
    <message>
      <source>Paint it within the box, or cancel this picture and begin another one.</source>
      <extracomment>sentences</extracomment>
      <translation>상자 안에 칠하거나, 이 그림을 취소하고 다른 것을 시작하세요.</translation>
    </message>
    <message>
      <source>, VAE {vae}</source>
      <extracomment>sentences</extracomment>
      <translation>, VAE {vae}</translation>
    </message>
    <message>
      <source>“{name}” was not found.</source>
      <extracomment>sentences</extracomment>
      <translation>“{name}”을(를) 찾지 못했습니다.</translation>
    </message>
    <message>
      <source>Teach it again.</source>
      <extracomment>sentences</extracomment>
      <translation>다시 가르치세요.</translation>
    </message>
  </context>
</TS>
